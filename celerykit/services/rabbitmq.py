"""A RabbitMQ of one's own: one node, or three that hold replicated queues."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

from celerykit.services import Service
from celerykit.services.addresses import first_url, local_port

__all__ = ["rabbitmq_service"]

_IMAGE = "rabbitmq:4.2"
_WHY_IMAGE = "not 4.3: it refuses the queues by which Celery before 5.7 takes remote control (transient, not exclusive)"
_PORT = 5672
_CONF = "/etc/rabbitmq/conf.d/20-celerykit.conf"
# Seconds above the longest time that a message is held: a clock, a slow disk, a worker that stops.
_SPARE = 300
# The least number of which one may be lost (rabbitmq.com/docs/quorum-queues).
_NODES = 3
_USER = "celery"


def rabbitmq_service(
    settings: Mapping[str, object], *, held: float | None, replicated: bool, keeps: Mapping[str, str]
) -> Service:
    """The RabbitMQ that broker_url leads to; with the nodes beside it where queues are replicated.

    held: the longest that a message may stay unacknowledged, in seconds; None where RabbitMQ's own limit will do.
    keeps: as in `Service`.
    """
    url = first_url(settings, "broker_url")
    names = [f"rabbitmq-{number}" for number in range(1, _NODES + 1)] if replicated else ["rabbitmq"]
    user, host = _user(url), _virtual_host(url)
    conf = "".join(f"{line}\n" for line in _conf(held, names))
    port = local_port(url, _PORT)
    first, *others = (
        Service(
            name,
            _IMAGE,
            _PORT,
            environment=_environment(user, host, cluster=replicated),
            data="/var/lib/rabbitmq",
            files={_CONF: conf} if conf else {},
            healthy=("rabbitmq-diagnostics", "--quiet", "check_port_connectivity"),
            published=None if port is None else port + number,
        )
        for number, name in enumerate(names)
    )
    path = host if host == "/" else quote(host, safe="")
    account = f"{quote(user, safe='')}:${{RABBITMQ_PASSWORD}}"
    urls = (f"amqp://{account}@{name}:{_PORT}/{path}" for name in names)
    return replace(first, url=";".join(urls), keeps=keeps, remarks=(_WHY_IMAGE,), beside=tuple(others))


def _conf(held: float | None, names: list[str]) -> Iterator[str]:
    """The lines of rabbitmq.conf."""
    if held is not None:
        yield f"consumer_timeout = {math.ceil((held + _SPARE) * 1000)}"
    if len(names) > 1:
        yield "cluster_formation.peer_discovery_backend = classic_config"
        yield from (f"cluster_formation.classic_config.nodes.{n} = rabbit@{name}" for n, name in enumerate(names, 1))
        # The smaller part of a torn cluster stops: two halves that both go on would each lose what the other took.
        yield "cluster_partition_handling = pause_minority"


def _environment(user: str, host: str, *, cluster: bool) -> dict[str, str]:
    account = {
        "RABBITMQ_DEFAULT_USER": user,
        "RABBITMQ_DEFAULT_PASS": "${RABBITMQ_PASSWORD}",
        "RABBITMQ_DEFAULT_VHOST": host,
    }
    return account | ({"RABBITMQ_ERLANG_COOKIE": "${RABBITMQ_ERLANG_COOKIE}"} if cluster else {})


def _user(url: str) -> str:
    """Who connects. RabbitMQ lets guest in from its own machine only, which a container is not."""
    named = unquote(urlsplit(url).username or "")
    return _USER if named in ("", "guest") else named


def _virtual_host(url: str) -> str:
    """The virtual host: "/" of amqp://host, amqp://host/ and amqp://host//, "shop" of amqp://host/shop."""
    return unquote(urlsplit(url).path.removeprefix("/")) or "/"
