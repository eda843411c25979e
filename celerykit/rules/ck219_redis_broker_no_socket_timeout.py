from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import transport_option
from celerykit.rules.tls import REDIS
from celerykit.rules.urls import BROKERS, address, each, reach
from celerykit.rules.words import assignment

# Seconds: well above the second that a worker's BRPOP waits, well below what anybody would wait for.
_ENOUGH = 30
_CLOUD = ".cache.amazonaws.com"


class RedisBrokerNoSocketTimeout(Rule):
    """Nobody limits how long an answer of the broker's Redis is waited for.

    *Why*: kombu's default is to wait for ever, where the result backend gives up after 120 s.
    When a connection dies without a word (a failover of a managed Redis, a NAT that forgets), the worker is alive and
    connected to nothing: it takes no task until somebody restarts it.

    *Instead*: set `socket_timeout`, above the second that a worker's own question takes, and `socket_keepalive`.
    A Redis on the same machine, or in the next container, is not spoken of.
    """

    code = "CK219"
    name = "redis-broker-no-socket-timeout"
    severity = "warning"
    brokers = ("redis", "sentinel")
    message = (
        "an answer of the Redis at {host} is waited for without end: when the connection dies without a word, "
        "a worker takes no more tasks until it is restarted"
    )
    fix = "{line}"
    symptoms = ("the worker is alive and consumes nothing", "worker stops consuming after a Redis failover")
    bad = """\
broker_url = "rediss://managed.example.net:6380/0?ssl_cert_reqs=required"
broker_transport_options = {"socket_timeout": None}
"""
    good = """\
broker_url = "rediss://managed.example.net:6380/0?ssl_cert_reqs=required"
broker_transport_options = {"socket_timeout": 30, "socket_keepalive": True}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        timeout = transport_option(project, "socket_timeout", None)
        alive = transport_option(project, "socket_keepalive", None)
        if timeout.unknown or timeout.value is not None or alive.unknown or alive.value:
            return
        found = _remote(project)
        if found is None or (found[0].variable and not timeout.known):
            return
        url, host = found
        yield self.finding(
            timeout if timeout.known else url,
            subject=project.config.subject,
            said="waits for ever" if timeout.known else "not on this machine, and waited for without end",
            related=label(url, "on another machine") if timeout.known else (),
            severity=None if timeout.known else "info",
            host=host,
            line=assignment(
                project, "broker_transport_options", f'{{"socket_timeout": {_ENOUGH}, "socket_keepalive": True}}'
            ),
        )


def _remote(project: Project) -> tuple[Value, str] | None:
    """The first URL that leads to a Redis beyond the own network, or to one that a cloud keeps, and its host."""
    for _, value, url in each(project, *BROKERS):
        found = address(url)
        if found is None or found.scheme not in REDIS:
            continue
        where = reach(found.host)
        if where in {"far", "public"} or (
            where == "near" and (found.scheme == "rediss" or found.host.endswith(_CLOUD))
        ):
            return value, found.host
    return None
