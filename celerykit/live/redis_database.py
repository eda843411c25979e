"""The Redis database that carries the tasks: how its keys are called, and a way to ask for many at once."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any, cast

from celerykit.brokers.redis import Redis
from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.redis_servers import allowed, redis_broker
from celerykit.live.system import Side, System
from celerykit.rules.options import transport_option

__all__ = ["BUNDLE", "DEFAULT_SEP", "DEFAULT_STEPS", "PRIORITIES", "Layout", "RedisDatabase", "redis_database"]

BUNDLE = 500
"""Commands that go to Redis in one message: it answers them between two of a worker's."""
PRIORITIES = range(10)
"""All that a message can have (kombu/transport/virtual/base.py, Channel.max_priority)."""
DEFAULT_SEP: str = str(Redis.options["sep"].default)
DEFAULT_STEPS: tuple[int, ...] = cast("tuple[int, ...]", Redis.options["priority_steps"].default)
_DECIDES = ("global_keyprefix", "priority_steps", "sep", "unacked_key", "unacked_index_key", "visibility_timeout")
# What kombu has where it knows no options for them (before 5.7).
_INTERVAL, _THROTTLE = 10, 10


@dataclass(frozen=True, slots=True)
class Layout:
    """How a worker with this configuration calls the keys (kombu/transport/redis.py, Channel).

    keeps_unacked: whether it notes what is not acknowledged. visibility_timeout: seconds after which that comes back.
    sweep: seconds between two looks for it.
    """

    prefix: str
    sep: str
    steps: tuple[int, ...]
    unacked: str
    unacked_index: str
    keeps_unacked: bool
    visibility_timeout: float
    sweep: float

    def key(self, name: str) -> str:
        """The key of something that kombu calls so."""
        return f"{self.prefix}{name}"

    def list_of(self, queue: str, step: int, sep: str | None = None) -> str:
        """The key in which a queue's messages of one priority wait."""
        return self.key(f"{queue}{self.sep if sep is None else sep}{step}" if step else queue)

    def lists(self, queue: str) -> tuple[str, ...]:
        """The keys that a worker reads for a queue, in its order."""
        return self.lists_with(queue, self.steps, self.sep)

    def lists_with(self, queue: str, steps: Sequence[int], sep: str) -> tuple[str, ...]:
        """The same of a worker with other steps and another separator."""
        return tuple(dict.fromkeys(self.list_of(queue, steps[bisect(steps, step) - 1], sep) for step in steps))


@dataclass(frozen=True, slots=True)
class RedisDatabase:
    """side: the broker. client: takes keys as they are; kombu's own puts the prefix before those of some commands."""

    side: Side
    client: Any = field(repr=False)
    layout: Layout

    def asked(self, command: str, question: Callable[[Any], object], *, atomic: bool = False) -> list[Any]:
        """The answers to all that `question` asks of a pipeline; an error in its place where one is of another type.

        command: as a reason names it. atomic: nothing happens between the answers. Raises NotChecked where the server
        refuses, or is gone.
        """

        def ask() -> list[Any]:
            with self.client.pipeline(transaction=atomic) as pipe:
                question(pipe)
                answers: list[Any] = pipe.execute(raise_on_error=False)
            refused = next((one for one in answers if type(one).__name__ == "NoPermissionError"), None)
            if refused is not None:
                raise refused
            return answers

        return allowed(self.side, command, ask)

    def lengths(self, keys: Iterable[str]) -> dict[str, int]:
        """How many messages each list holds; what is no list is left out."""
        wanted = tuple(keys)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), BUNDLE):
            some = wanted[start : start + BUNDLE]
            answers = self.asked("LLEN", partial(_lengths, some))
            found.update({key: length for key, length in zip(some, answers, strict=True) if isinstance(length, int)})
        return found

    def scan(self, *, match: str, count: int, calls: int) -> tuple[list[str], bool]:
        """Keys that match, among about `count` times `calls` that are looked at; and whether those were all."""
        cursor, found = 0, dict[str, None]()
        for _ in range(calls):
            cursor, some = allowed(self.side, "SCAN", partial(self.client.scan, cursor, match=match, count=count))
            found.update((key.decode(errors="replace"), None) for key in some)
            if not cursor:
                break
        return list(found), not cursor


def redis_database(system: System) -> RedisDatabase | None:
    """The database of the broker; None where that is no Redis.

    Raises NotChecked where it cannot be reached, or an option is not known that decides how its keys are called.
    """
    server = system.once(redis_broker)
    if server is None:
        return None
    for name in _DECIDES:
        if transport_option(system.project, name, None).unknown:
            raise NotChecked(f"{name} in broker_transport_options is not known")
    # The client library is never imported here, but kombu's module holds it.
    transport: Any = import_module("kombu.transport.redis")
    client = transport.redis.Redis(connection_pool=server.client.connection_pool)
    return RedisDatabase(server.side, client, _layout(system.once(connection).default_channel))


def _layout(channel: Any) -> Layout:
    interval = getattr(channel, "unacked_restore_interval", _INTERVAL)
    return Layout(
        channel.global_keyprefix,
        channel.sep,
        tuple(channel.priority_steps),
        channel.unacked_key,
        channel.unacked_index_key,
        bool(channel.ack_emulation),
        float(channel.visibility_timeout),
        interval * (getattr(channel, "unacked_restore_throttle", _THROTTLE) or 1),
    )


def _lengths(keys: Iterable[str], pipe: Any) -> None:
    for key in keys:
        pipe.llen(key)
