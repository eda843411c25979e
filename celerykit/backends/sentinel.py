"""Results in a Redis that Sentinel watches: SentinelBackend of celery/backends/redis.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from celerykit.backends.base import said_of_tls
from celerykit.backends.redis_family import RedisFamily
from celerykit.intents import Compiled, Intents, Option, Refusal
from celerykit.values.patience import POLICIES

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["Sentinel"]

# Seconds after which a server that does not answer is given up. A host that is gone closes no connection.
_CONNECT, _ANSWER = 5, 15


class Sentinel(RedisFamily):
    """Redis as a result store, at the address that sentinels name.

    Celery takes password and database from the first of the URLs.
    """

    name = "sentinel"
    title = "Redis Sentinel"
    schemes = ("sentinel",)
    options: ClassVar[Mapping[str, Option]] = {
        **RedisFamily.options,
        "master_name": Option("string", None, "the name under which the sentinels know the master", required=True),
        "min_other_sentinels": Option("int", 0, "sentinels that another must see to be believed"),
        "sentinel_kwargs": Option("mapping", {}, "how sentinels are connected to: password, ssl", secret=True),
    }

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """What Redis compiles; and the patience that a failover takes, where results must outlive a server."""
        compiled, refused = super().compile(intents, celery=celery, url=url)
        sentinels: dict[str, object] = {"socket_connect_timeout": _CONNECT, "socket_timeout": _ANSWER}
        said = []
        if intents.tls:
            said.append(said_of_tls(intents))
            sentinels |= {"ssl": True, **_verified(compiled)}
        if intents.replicated:
            said.append("replicated")
            taken = {item.path for item in compiled}
            # Celery gives up after 20 s; a failover takes 30 s with Sentinel's own defaults.
            policy = dict(POLICIES["patient"])
            patience = [
                Compiled(("result_backend_transport_options", "retry_policy"), policy, "replicated"),
                Compiled(("redis_socket_connect_timeout",), _CONNECT, "replicated"),
                Compiled(("redis_socket_timeout",), _ANSWER, "replicated"),
            ]
            compiled += [item for item in patience if item.path not in taken]  # a sender in a hurry does not wait
        if said:
            # Celery gives sentinels none of the options of Redis itself, where this one is not set.
            compiled.append(
                Compiled(("result_backend_transport_options", "sentinel_kwargs"), sentinels, ", ".join(said))
            )
        return compiled, refused

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service:
        """Three Redis and three sentinels, the broker's own where it is behind sentinels too."""
        from celerykit.services.sentinel import sentinel_service

        return sentinel_service("result_backend", settings, dict.fromkeys(self.needs(intents), "keep_results"))


def _verified(compiled: list[Compiled]) -> dict[str, object]:
    """What holds for Redis over TLS, for the sentinels too."""
    return {item.path[1]: item.value for item in compiled if item.path[0] == "redis_backend_use_ssl"}
