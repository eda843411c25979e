"""Which queues are bound to which exchanges in the broker's Redis database (kombu/transport/redis.py, _queue_bind)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from celerykit.live.redis_database import DEFAULT_SEP, RedisDatabase, redis_database
from celerykit.live.system import System
from celerykit.rules.queues import in_use

__all__ = ["Bindings", "Bound", "is_of_kombu", "redis_bindings"]

# Of keys that are looked at in one call, calls, exchanges, and members of one set: what bounds the whole.
_COUNT, _CALLS, _EXCHANGES, _MEMBERS = 500, 100, 200, 1000
_KEY = "_kombu.binding."
# Remote control and events: queues of nodes and of who asks them; and each worker's copy of a broadcast.
_MAILBOX = re.compile(r"(^|\.)pidbox$|^celeryev(\.|$)|^amq\.gen-|^(bcast\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


@dataclass(frozen=True, slots=True)
class Bound:
    """A queue that gets what is sent to an exchange with that key."""

    exchange: str
    key: str
    queue: str


@dataclass(frozen=True, slots=True)
class Bindings:
    """whole: whether there are no others. Those of the configuration's own exchanges are there in any case."""

    bound: tuple[Bound, ...] = ()
    whole: bool = True


def redis_bindings(system: System) -> Bindings | None:
    """The bindings of queues that carry tasks; None where the broker is no Redis.

    The exchanges are found by SCAN, at most `_CALLS` calls for `_COUNT` keys each; of at most `_EXCHANGES` of them, at
    most `_MEMBERS` bindings each are read.
    """
    database = system.once(redis_database)
    if database is None:
        return None
    start = database.layout.key(_KEY)
    keys, whole = database.scan(match=f"{_escaped(start)}*", count=_COUNT, calls=_CALLS)
    own = (queue.exchange.name for queue in in_use(system.project).declared if queue.exchange)
    found = dict.fromkeys([*(name for name in own if name), *(key.removeprefix(start) for key in sorted(keys))])
    exchanges = [name for name in found if not is_of_kombu(name)]
    bound, all_members = _members(database, start, exchanges[:_EXCHANGES])
    return Bindings(tuple(bound), whole and all_members and len(exchanges) <= _EXCHANGES)


def is_of_kombu(name: str) -> bool:
    """Whether it is an exchange or a queue of remote control, of events, of a broadcast, of one process's results."""
    return bool(_MAILBOX.search(name))


def _members(database: RedisDatabase, start: str, exchanges: Sequence[str]) -> tuple[list[Bound], bool]:
    keys = [f"{start}{name}" for name in exchanges]
    sizes = database.asked("SCARD", lambda pipe: [pipe.scard(key) for key in keys])
    some = [(key, size) for key, size in zip(keys, sizes, strict=True) if isinstance(size, int) and size]

    def read(pipe: Any) -> None:
        for key, size in some:
            pipe.smembers(key) if size <= _MEMBERS else pipe.sscan(key, count=_MEMBERS)

    answers = database.asked("SMEMBERS, SSCAN", read)
    found = [
        one
        for (key, size), answer in zip(some, answers, strict=True)
        for one in _parts(database, key.removeprefix(start), answer if size <= _MEMBERS else answer[1])
    ]
    return found, all(size <= _MEMBERS for _, size in some)


def _parts(database: RedisDatabase, exchange: str, members: Sequence[bytes]) -> Iterator[Bound]:
    for member in sorted(members):
        text = member.decode(errors="replace")
        for sep in (database.layout.sep, DEFAULT_SEP):
            parts = text.split(sep)
            if len(parts) == 3 and not is_of_kombu(parts[2]):
                yield Bound(exchange, parts[0], parts[2])
                break


def _escaped(text: str) -> str:
    """As a pattern that only the text itself matches."""
    return re.sub(r"([\\*?\[\]^-])", r"\\\1", text)
