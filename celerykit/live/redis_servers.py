"""The Redis servers that the configuration leads to, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from celerykit.live.base import NotChecked
from celerykit.live.broker import Attempt, attempt, connection
from celerykit.live.settings import broker_side, results_side
from celerykit.live.stores import Opened, opened, store
from celerykit.live.system import Side, System
from celerykit.live.troubles import Reason, trouble
from celerykit.values.durations import in_words

__all__ = [
    "RedisServer",
    "allowed",
    "each_redis",
    "redis_broker",
    "redis_servers",
    "redis_store",
    "refusals",
    "since_start",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RedisServer:
    """A Redis. client: Celery's own, with the connection's options. broker, results: what it is used for.

    said: what INFO told, empty before `redis_servers` asked.
    """

    side: Side
    client: Any = field(repr=False)
    broker: bool = False
    results: bool = False
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def number(self, name: str) -> int:
        """A number of INFO. Raises NotChecked where it is not told, as by servers that only speak like Redis."""
        return int(self.word(name))

    def word(self, name: str) -> str:
        """A word of INFO. Raises NotChecked where it is not told."""
        if name not in self.said:
            raise NotChecked(f"{self.side.thing} does not tell {name}")
        return str(self.said[name])

    def config(self, name: str) -> str:
        """A line of its configuration. Raises NotChecked where this user may not ask, as with managed servers."""
        found = allowed(self.side, "CONFIG GET", lambda: self.client.config_get(name))
        if name not in found:
            raise NotChecked(f"{self.side.thing} does not tell {name}")
        return str(found[name])


def allowed(side: Side, command: str, question: Callable[[], T]) -> T:
    """What a server answers. command: as the reason names it. Raises NotChecked where it refuses, or is gone."""
    try:
        return question()
    except Exception as error:
        if type(error).__name__ in {"NoPermissionError", "ResponseError"}:
            raise NotChecked(f"{side.thing} does not allow {command}") from None
        raise NotChecked(f"{side.thing}: {trouble(error).words}") from None


def redis_broker(system: System) -> RedisServer | None:
    """The Redis that carries the tasks; None where another broker does. Raises NotChecked where it is out of reach."""
    side = system.once(broker_side)
    if side.speaks != "redis":
        return None
    # The transport's own client: kombu keeps it on the channel.
    return RedisServer(side, system.once(connection).default_channel.client, broker=True)


def redis_store(system: System) -> RedisServer | None:
    """The Redis that keeps the results; None where something else does, or nothing.

    Raises NotChecked where it is out of reach.
    """
    side = system.once(results_side)
    if side is None or side.speaks != "redis":
        return None
    found = system.once(store)
    return RedisServer(found.side, found.backend.client, results=True)


def redis_servers(system: System) -> tuple[RedisServer, ...]:
    """Each Redis once, though it may be broker and store: by the id that it has given itself.

    One INFO is asked of each. Raises NotChecked where none can be reached, or none tells.
    """
    servers, reasons = system.once(_asked)
    if not servers and reasons:
        raise reasons[0]
    return servers


def each_redis(system: System) -> Iterator[RedisServer]:
    """The same one by one. Raises NotChecked after the last that told, where another did not."""
    servers, reasons = system.once(_asked)
    yield from servers
    if reasons:
        raise reasons[0]


def _asked(system: System) -> tuple[tuple[RedisServer, ...], tuple[NotChecked, ...]]:
    found: dict[object, RedisServer] = {}
    reasons = []
    for ask in (redis_broker, redis_store):
        try:
            server = system.once(ask)
            if server is None:
                continue
            said = allowed(server.side, "INFO", server.client.info)
        except NotChecked as reason:
            reasons.append(reason)
            continue
        known = found.get(run_id := said.get("run_id", ask))
        found[run_id] = replace(known, results=True) if known else replace(server, said=said)
    return tuple(found.values()), tuple(reasons)


def refusals(system: System, reason: Reason) -> list[Side]:
    """The Redis servers that refuse whatever they are asked, for that reason: `redis_servers` cannot have them."""
    tried = [each for ask in (attempt, opened) if (each := _tried(system, ask))]
    refused = [each.side for each in tried if each.trouble and each.trouble.reason == reason]
    return [side for side in refused if side.speaks == "redis"]


def _tried(system: System, ask: Callable[[System], Attempt | Opened | None]) -> Attempt | Opened | None:
    try:
        return system.once(ask)
    except NotChecked:
        return None


def since_start(server: RedisServer) -> str:
    """How long a server has been running, as its counters count since then: "3 d 4 h"."""
    return in_words(server.number("uptime_in_seconds"))
