"""Looking for the message of one task in Redis: page by page, and not for ever."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import queue_names
from celerykit.live.redis_bindings import redis_bindings
from celerykit.live.redis_database import DEFAULT_SEP, PRIORITIES, Layout, RedisDatabase, redis_database
from celerykit.live.redis_servers import allowed
from celerykit.live.system import System
from celerykit.live.task_facts import Fact, moment

__all__ = ["unacknowledged", "waiting"]

# Bytes that one page should have, and that all may have.
_PAGE, _ALL = 1_000_000, 50_000_000
# Messages of one page, and of the first, when their size is not known yet.
_MOST, _FIRST = 1000, 5


@dataclass(slots=True)
class _Purse:
    """The bytes that may still be read, and how many messages the next page should have."""

    left: int = _ALL
    size: int = _FIRST

    def spend(self, page: Collection[bytes]) -> None:
        if weight := sum(map(len, page)):
            self.left -= weight
            self.size = max(1, min(_MOST, _PAGE * len(page) // weight))


def waiting(system: System, task_id: str) -> Fact | None:
    """Where it waits, in the lists that workers read and in those of other priorities; in other apps' queues too.

    None where it is in none; a broker that is no Redis is not asked. Raises NotChecked where there is more than is
    looked at.
    """
    database = system.once(redis_database)
    if database is None:
        return None
    purse = _Purse()
    bindings = system.once(redis_bindings)
    bound = sorted({one.queue for one in bindings.bound}) if bindings else ()
    for queue in dict.fromkeys([*queue_names(system), *bound]):
        lists = database.layout.lists(queue)
        others = [key for key in _of_other_priorities(database.layout, queue) if key not in lists]
        before = 0
        for key, length in database.lengths([*lists, *others]).items():
            found = _in_list(database, key, task_id, purse) if length else None
            if found:
                place, message = found
                return _queued(queue, message, before + place) if key in lists else _unread(queue, message)
            before += length
    if purse.left <= 0:
        raise NotChecked("more waits in the queues than is looked at")
    return None


def unacknowledged(system: System, task_id: str) -> Fact | None:
    """Whether it is among what workers have taken. As for `waiting`."""
    database = system.once(redis_database)
    if database is None or not database.layout.keeps_unacked:
        return None
    layout, wanted = database.layout, task_id.encode()
    key, cursor, purse = layout.key(layout.unacked), 0, _Purse()
    while purse.left > 0:
        read = partial(database.client.hscan, key, cursor, count=purse.size)
        cursor, entries = allowed(database.side, "HSCAN", read)
        for tag, value in entries.items():
            if wanted in value and (message := _of(value, task_id)):
                return _taken(database, tag, message)
        if not cursor:
            return None
        purse.spend(entries.values())
    raise NotChecked("workers hold more than is looked at")


def _of_other_priorities(layout: Layout, queue: str) -> Iterator[str]:
    for sep in dict.fromkeys((layout.sep, DEFAULT_SEP, ":")):
        yield from (layout.list_of(queue, priority, sep) for priority in PRIORITIES)


def _in_list(database: RedisDatabase, key: str, task_id: str, purse: _Purse) -> tuple[int, Mapping[str, Any]] | None:
    """How many are taken before it, and the message.

    From the left, where new ones are put: what is put there meanwhile moves the others on, so that none is missed.
    Workers take from the right.
    """
    wanted, seen = task_id.encode(), 0
    while purse.left > 0:
        read = partial(database.client.lrange, key, seen, seen + purse.size - 1)
        page: list[bytes] = allowed(database.side, "LRANGE", read)
        if not page:
            return None
        for place, text in enumerate(page, seen):
            if wanted in text and (message := _of(text, task_id)):
                return max(0, database.lengths([key]).get(key, 0) - place - 1), message
        purse.spend(page)
        seen += len(page)
    return None


def _of(text: bytes, task_id: str) -> Mapping[str, Any] | None:
    """The message in a text, if it is the task's own: others name it too, as their parent or root.

    Among what workers hold, exchange and routing key stand beside it (kombu/transport/redis.py, QoS.append).
    """
    try:
        told = json.loads(text)
        message: Mapping[str, Any] = told[0] if isinstance(told, list) else told
        own = message["headers"].get("id") or message["properties"].get("correlation_id")
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return message if own == task_id else None


def _about(message: Mapping[str, Any]) -> dict[str, str | int]:
    headers = message.get("headers", {})
    said = {"task": headers.get("task"), "eta": headers.get("eta"), "expires": headers.get("expires")}
    return {name: str(value) for name, value in said.items() if value}


def _tail(about: Mapping[str, object]) -> str:
    eta = f", not before {about['eta']}" if "eta" in about else ""
    expires = f", discarded after {about['expires']}" if "expires" in about else ""
    return f"{eta}{expires}: {about.get('task', 'a task')}"


def _queued(queue: str, message: Mapping[str, Any], ahead: int) -> Fact:
    about = {**_about(message), "queue": queue, "ahead": ahead}
    return Fact("queued", f"it waits in the queue {queue}, {ahead or 'none'} before it{_tail(about)}", about)


def _unread(queue: str, message: Mapping[str, Any]) -> Fact:
    about = {**_about(message), "queue": queue}
    text = f"it waits in the queue {queue}, under a priority that no worker with this configuration reads"
    return Fact("unread", f"{text} (CK917){_tail(about)}", about)


def _taken(database: RedisDatabase, tag: bytes, message: Mapping[str, Any]) -> Fact:
    layout, about = database.layout, _about(message)
    read = partial(database.client.zscore, layout.key(layout.unacked_index), tag)
    since = allowed(database.side, "ZSCORE", read)
    text = "a worker took it"
    if since is not None:
        about |= {"since": moment(since), "back": moment(since + layout.visibility_timeout)}
        text += f" at {about['since']}; if it dies, the task is put back after {about['back']}"
    return Fact("held", f"{text}{_tail(about)}", about)
