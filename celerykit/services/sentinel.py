"""A Redis with replicas and sentinels of one's own, all on one machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from celerykit.services import Service
from celerykit.services.addresses import first_url
from celerykit.services.redis import IMAGE, server_words

__all__ = ["sentinel_service"]

_REDIS, _SENTINEL = 6379, 26379
# As few as go on when one is lost: a master and two replicas, and sentinels of which two agree.
_MEMBERS = 3
_QUORUM = 2
# Milliseconds without an answer after which a sentinel takes the master for dead.
_DOWN_AFTER = 5000
_GIVEN, _OWN = "/etc/sentinel.conf", "/data/sentinel.conf"
_NAMES = (
    "sentinels name servers as they are called in this network: run workers and senders in it, as this machine "
    "does not know the names"
)
_ONE_MACHINE = "all of them are on one machine, and are lost with it: this is for trying, not for production"


def sentinel_service(setting: str, settings: Mapping[str, object], keeps: Mapping[str, str]) -> Service:
    """The first of three sentinels, with the others and three Redis beside it.

    setting: "broker_url" or "result_backend"; both give the same servers. keeps: as in `Service`; what is kept is an
    append-only file, no eviction, the same settings on all, and no writes without a replica.
    """
    masters = [f"redis-{number}" for number in range(1, _MEMBERS + 1)]
    names = [f"sentinel-{number}" for number in range(1, _MEMBERS + 1)]
    highest = max(_database(first_url(settings, name)) for name in ("broker_url", "result_backend"))
    first, *others = (_sentinel(name, masters, _master_name(setting, settings)) for name in names)
    database = _database(first_url(settings, setting))
    urls = (f"sentinel://:${{REDIS_PASSWORD}}@{name}:{_SENTINEL}/{database}" for name in names)
    redises = (_redis(name, masters[0], highest) for name in masters)
    return replace(first, url=";".join(urls), keeps=keeps, remarks=(_NAMES, _ONE_MACHINE), beside=(*redises, *others))


def _sentinel(name: str, masters: list[str], master_name: str) -> Service:
    conf = (
        f"port {_SENTINEL}",
        "sentinel resolve-hostnames yes",
        "sentinel announce-hostnames yes",
        f"sentinel announce-ip {name}",
        f"sentinel monitor {master_name} {masters[0]} {_REDIS} {_QUORUM}",
        f"sentinel auth-pass {master_name} ${{REDIS_PASSWORD}}",
        f"sentinel down-after-milliseconds {master_name} {_DOWN_AFTER}",
    )
    # A sentinel writes what it learns into its file, and must find it there when it comes back.
    script = f"test -f {_OWN} || cp {_GIVEN} {_OWN}; exec redis-sentinel {_OWN}"
    return Service(
        name,
        IMAGE,
        _SENTINEL,
        command=("sh", "-c", script),
        data="/data",
        files={_GIVEN: "".join(f"{line}\n" for line in conf)},
        healthy=("redis-cli", "-p", str(_SENTINEL), "ping"),
        published=0,
        after=tuple(masters),
    )


def _redis(name: str, master: str, highest: int) -> Service:
    """highest: the number of the last database in use."""
    return Service(
        name,
        IMAGE,
        _REDIS,
        command=(
            *server_words(highest),
            *("--masterauth", "${REDIS_PASSWORD}"),
            *("--min-replicas-to-write", "1", "--min-replicas-max-lag", "10"),
            *("--replica-announce-ip", name),
            *(("--replicaof", master, str(_REDIS)) if name != master else ()),
        ),
        environment={"REDISCLI_AUTH": "${REDIS_PASSWORD}"},
        data="/data",
        healthy=("redis-cli", "ping"),
        published=0,
        after=(master,) if name != master else (),
    )


def _master_name(setting: str, settings: Mapping[str, object]) -> str:
    transport = {"broker_url": "broker_transport_options", "result_backend": "result_backend_transport_options"}
    options = settings.get(transport[setting])
    return str(options.get("master_name", "")) if isinstance(options, Mapping) else ""


def _database(url: str) -> int:
    path = urlsplit(url).path.strip("/") if url.startswith("sentinel://") else ""
    return int(path) if path.isdigit() else 0
