"""The Redis servers that the configuration leads to, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.settings import broker_side
from celerykit.live.stores import store
from celerykit.live.system import Side, System
from celerykit.live.troubles import trouble

__all__ = ["RedisServer", "redis_broker", "redis_servers", "redis_store"]

_SCHEMES = ("redis", "rediss", "redis+socket", "sentinel")


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A Redis. client: Celery's own, with the connection's options. broker, results: what it is used for."""

    side: Side
    client: Any = field(repr=False)
    broker: bool = False
    results: bool = False

    def info(self, section: str) -> Mapping[str, Any]:
        """A section of INFO. Raises NotChecked where this user may not ask."""
        answer: Mapping[str, Any] = self.ask(lambda: self.client.info(section), "INFO")
        return answer

    def config(self, name: str) -> str:
        """A line of its configuration. Raises NotChecked where this user may not ask, as with managed servers."""
        found = self.ask(lambda: self.client.config_get(name), "CONFIG GET")
        if name not in found:
            raise NotChecked(f"{self.side.thing} does not tell {name}")
        return str(found[name])

    def ask(self, question: Any, command: str) -> Any:
        """What the server answers. command: as the reason names it. Raises NotChecked where it refuses."""
        try:
            return question()
        except Exception as error:
            if type(error).__name__ in {"NoPermissionError", "ResponseError"}:
                raise NotChecked(f"{self.side.thing} does not allow {command}") from None
            raise NotChecked(f"{self.side.thing}: {trouble(error).words}") from None


def redis_broker(system: System) -> RedisServer | None:
    """The Redis that carries the tasks; None where another broker does. Raises NotChecked where it is out of reach."""
    side = system.once(broker_side)
    if not side.url.startswith(_SCHEMES):
        return None
    # The transport's own client: kombu keeps it on the channel.
    return RedisServer(side, system.once(connection).default_channel.client, broker=True)


def redis_store(system: System) -> RedisServer | None:
    """The Redis that keeps the results; None where something else does. Raises NotChecked where it is out of reach."""
    found = system.once(store)
    return RedisServer(found.side, found.backend.client, results=True) if found.name in {"redis", "sentinel"} else None


def redis_servers(system: System) -> tuple[RedisServer, ...]:
    """Each Redis once, though it may be broker and store: by the id that it has given itself.

    Raises NotChecked where none can be reached.
    """
    found: dict[str, RedisServer] = {}
    reasons = []
    for ask in (redis_broker, redis_store):
        try:
            server = system.once(ask)
        except NotChecked as reason:
            reasons.append(reason)
            continue
        if server is None:
            continue
        known = found.get(run_id := str(server.info("server").get("run_id")))
        found[run_id] = RedisServer(known.side, known.client, broker=known.broker, results=True) if known else server
    if not found and reasons:
        raise reasons[0]
    return tuple(found.values())
