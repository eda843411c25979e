"""Redis, at the address that sentinels name: SentinelChannel of kombu/transport/redis.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from celerykit.brokers.redis_family import RedisFamily
from celerykit.intents import Compiled, Intents, Option, Refusal, Remark

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["Sentinel"]

# Seconds after which a server that does not answer is given up. A host that is gone closes no connection, and kombu
# waits for ever; BRPOP answers each second, so no answer takes long.
_CONNECT, _ANSWER = 5, 15
# How the needs begin that servers of one's own make true, and the intents that ask for them.
_KEPT = {
    "appendonly": "delivery",
    "maxmemory-policy": "",
    "memory": "",
    "the same settings": "",
    "min-replicas-to-write": "replicated",
    "two replicas": "replicated",
}


class Sentinel(RedisFamily):
    """A Redis with replicas. When the master is gone, sentinels make a replica the master, and kombu asks them for it.

    kombu tries one URL after the other, each with its own password and database (kombu/connection.py, switch).
    """

    name = "sentinel"
    title = "Redis Sentinel"
    schemes = ("sentinel",)
    one_copy = False
    options: ClassVar[Mapping[str, Option]] = {
        **RedisFamily.options,
        "master_name": Option("string", None, "the name under which the sentinels know the master", required=True),
        "min_other_sentinels": Option("int", 0, "sentinels that another must see to be believed"),
        "sentinel_fanout_compat": Option(
            "bool", False, "whether broadcasts reach kombu before 5.4 too, during an upgrade", since="5.7"
        ),
        "sentinel_kwargs": Option("mapping", None, "how sentinels are connected to: password, ssl", secret=True),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """What Redis compiles; and limits to waiting, where queues must outlive a server that goes without a word."""
        compiled, refused = super().compile(intents, celery=celery, url=url)
        taken = {item.path for item in compiled}
        if intents.replicated or intents.replicated_queues:
            waits = {"socket_connect_timeout": _CONNECT, "socket_timeout": _ANSWER, "socket_keepalive": True}
            paths = {("broker_transport_options", name): value for name, value in waits.items()}
            compiled += [Compiled(path, value, "replicated") for path, value in paths.items() if path not in taken]
        if intents.tls:
            compiled.append(Compiled(("broker_transport_options", "sentinel_kwargs"), _over_tls(compiled), "tls"))
        return compiled, refused

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """What Redis needs, on the master and on each replica, and what makes a failover lose little."""
        cut_off = "else a master that is cut off goes on taking tasks, and they are gone when it is back"
        return (
            *super().needs(intents, settings),
            "the same settings on the master and on every replica: each may become the master",
            f"min-replicas-to-write 1 and min-replicas-max-lag 10: {cut_off}",
            "two replicas or more: else there is none to write to when one of the servers is lost",
            "three sentinels or more, each on a host of its own, with a quorum of more than half",
        )

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service:
        """Three Redis and three sentinels. That each is on a host of its own, one machine cannot keep."""
        from celerykit.services.sentinel import sentinel_service

        needs = self.needs(intents, settings)
        keeps = {need: asked for need in needs for start, asked in _KEPT.items() if need.startswith(start)}
        return sentinel_service("broker_url", settings, keeps)

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """That replication lags; and URLs of which only some work."""
        return (*super().tells(intents, settings, celery=celery), *_lag(intents), *_unlike(settings))


def _over_tls(compiled: list[Compiled]) -> dict[str, object]:
    """How sentinels are connected to. Of what holds for Redis itself, kombu gives them nothing but the timeouts."""
    sockets = {item.path[1]: item.value for item in compiled if item.path[-1].startswith("socket_")}
    verified = {item.path[1]: item.value for item in compiled if item.path[0] == "broker_use_ssl"}
    return {**sockets, "ssl": True, **verified}


def _lag(intents: Intents) -> Iterator[Remark]:
    if intents.replicated or intents.replicated_queues:
        text = (
            "a replica is behind its master by moments: a failover may lose the tasks sent in the last of them, and "
            "run those again that were acknowledged then"
        )
        yield Remark("replicated", text, "warning")


def _unlike(settings: Mapping[str, object]) -> Iterator[Remark]:
    """A remark where the URLs lead to different databases, or not all of them hold the password."""
    given = settings.get("broker_url") or ""
    urls = [url for part in (given if isinstance(given, (list, tuple)) else [given]) for url in str(part).split(";")]
    try:
        parts = [urlsplit(url) for url in urls]
        different = {(part.username, part.password, part.path.strip("/") or "0") for part in parts}
    except ValueError:
        return  # a broken URL is told elsewhere
    if len(different) > 1:
        text = (
            "the URLs of the sentinels differ in password or database: kombu takes both from the one that it tries, so "
            "give all of them the same"
        )
        yield Remark("broker_url", text, "warning")
