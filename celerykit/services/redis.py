"""A Redis of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from celerykit.services import Service
from celerykit.services.addresses import address, first_url, local_port

__all__ = ["IMAGE", "redis_service", "server_words"]

IMAGE = "redis:7"
_PORT = 6379
# Redis's own default for `databases` (redis.conf).
_DATABASES = 16
_ROOM = "REDIS_MAXMEMORY is that memory, for what is queued and for results"


def redis_service(setting: str, settings: Mapping[str, object], keeps: Mapping[str, str]) -> Service | None:
    """The Redis that a setting leads to ("broker_url", "result_backend"), where there is one to run.

    Broker and results that share a server give the same service. keeps: as in `Service`; what is kept is an append-only
    file, no eviction, and a database for each URL.
    """
    url = first_url(settings, setting)
    if not _is_redis(url):
        return None
    name = "redis" if setting == "broker_url" or _stands_alone(settings) else "redis-results"
    here = [_database(other) for other in _urls(settings) if address(other, _PORT) == address(url, _PORT)]
    return Service(
        name,
        IMAGE,
        _PORT,
        command=server_words(max(here)),
        environment={"REDISCLI_AUTH": "${REDIS_PASSWORD}"},
        data="/data",
        healthy=("redis-cli", "ping"),
        url=f"redis://:${{REDIS_PASSWORD}}@{name}:{_PORT}/{_database(url)}",
        published=local_port(url, _PORT),
        keeps=keeps,
        remarks=(_ROOM,),
    )


def server_words(highest: int) -> tuple[str, ...]:
    """The command of a server that loses nothing it was given. highest: the number of the last database in use."""
    return (
        *("redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction"),
        *("--maxmemory", "${REDIS_MAXMEMORY:-512mb}"),
        *(("--databases", str(highest + 1)) if highest >= _DATABASES else ()),
        *("--requirepass", "${REDIS_PASSWORD}"),
    )


def _stands_alone(settings: Mapping[str, object]) -> bool:
    """Whether the results' Redis is the broker's too, or the only one."""
    broker, results = first_url(settings, "broker_url"), first_url(settings, "result_backend")
    return not _is_redis(broker) or address(broker, _PORT) == address(results, _PORT)


def _urls(settings: Mapping[str, object]) -> list[str]:
    urls = [first_url(settings, setting) for setting in ("broker_url", "result_backend")]
    return [url for url in urls if _is_redis(url)]


def _is_redis(url: str) -> bool:
    return url.startswith(("redis://", "rediss://"))


def _database(url: str) -> int:
    path = urlsplit(url).path.strip("/")
    return int(path) if path.isdigit() else 0
