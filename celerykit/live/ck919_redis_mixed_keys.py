from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.queue_depths import queue_names
from celerykit.live.redis_bindings import is_of_kombu, redis_bindings
from celerykit.live.redis_database import DEFAULT_SEP, Layout, RedisDatabase, redis_database
from celerykit.live.system import System

# A sample: keys that are looked at in one call, and calls; and keys of unknown use whose type is asked.
_COUNT, _CALLS, _TYPES = 500, 4, 100
_RESULT = re.compile(r"celery-task(set)?-meta-|chord-unlock-")
# What kombu, Celery and companions that belong to tasks keep beside the queues, with a prefix or without.
_OURS = re.compile(r"_kombu|unacked|redbeat|flower|celery[-_](?!task)")
# Django's own: prefix, version, key (django/core/cache/backends/base.py, default_key_func).
_OF_DJANGO = re.compile(r"[^:]*:\d+:.")
# The first word of a key: of what follows it, nobody knows what it tells.
_WORD = re.compile(r"[A-Za-z_][A-Za-z_.-]{0,30}(?=[:/])")
_SHOWN = 3


class RedisMixedKeys(LiveCheck):
    """Results, a cache or other data are in the Redis database that carries the tasks.

    *Why*: what is done to the one is done to the other. `cache.clear()` of Django's cache is a FLUSHDB, which takes
    the queues and what workers hold; so does a FLUSHDB by somebody who tidies up. A limit on memory with a policy
    that is right for a cache lets Redis delete queues.

    *Instead*: a database of its own for the tasks, by the number at the end of `broker_url`; a server of its own where
    the other data may be deleted when memory is full.
    """

    code = "CK919"
    name = "redis-mixed-keys"
    severity = "warning"
    brokers = ("redis", "sentinel")
    message = "{what} in the database of the tasks: {harm}"
    fix = "give the tasks a database of their own: another number at the end of {setting}"
    asks = "Redis: `SCAN`, at most 4 calls for 500 keys each; `TYPE` of at most 100; what CK918 asks"
    symptoms = ("queued tasks are gone after cache.clear()",)

    def check(self, system: System) -> Iterator[Finding]:
        database = system.once(redis_database)
        bindings = system.once(redis_bindings)
        if database is None or bindings is None:
            return
        queues = {*queue_names(system), *(one.queue for one in bindings.bound)}
        keys, _ = database.scan(match="*", count=_COUNT, calls=_CALLS)
        results = any(_RESULT.search(key) for key in keys)
        others = [key for key in keys if not (_RESULT.search(key) or _is_of_tasks(database.layout, key, queues))]
        if others := _without_lists(database, others[:_TYPES]):
            yield self._of_others(database, others)
        elif results:
            yield self.at(
                database.side, severity="info", what="results are", harm=_OF_RESULTS, setting=database.side.setting
            )

    def _of_others(self, database: RedisDatabase, keys: Sequence[str]) -> Finding:
        setting = database.side.setting
        if any(_OF_DJANGO.match(key) for key in keys):
            return self.at(database.side, what="keys of a Django cache are", harm=_OF_CACHE, setting=setting)
        words = sorted({word[0] for key in keys if (word := _WORD.match(key))})[:_SHOWN]
        named = f" ({', '.join(f'{word}:…' for word in words)})" if words else ""
        return self.at(database.side, severity="info", what=f"other data{named} is", harm=_OF_DATA, setting=setting)


_OF_CACHE = "its clear() is a FLUSHDB, and deletes the tasks that wait"
_OF_DATA = "a FLUSHDB for its sake deletes the tasks that wait"
_OF_RESULTS = "a FLUSHDB to drop them, or a policy that evicts them, deletes the tasks that wait"


def _is_of_tasks(layout: Layout, key: str, queues: set[str]) -> bool:
    name = key.removeprefix(layout.prefix)
    kept = {layout.unacked, layout.unacked_index}
    # A key of another priority ends in the separator and one digit, whoever's separator it is.
    stem = name[:-1].rstrip(f"{layout.sep}{DEFAULT_SEP}:") if name[-1:].isdigit() else name
    return name in kept or bool(_OURS.search(name)) or bool({name, stem} & queues) or is_of_kombu(name)


def _without_lists(database: RedisDatabase, keys: Sequence[str]) -> list[str]:
    """Those that are no list: one that is may be a queue whose binding is gone."""
    types = database.asked("TYPE", lambda pipe: [pipe.type(key) for key in keys])
    return [key for key, kind in zip(keys, types, strict=True) if kind not in {b"list", b"none"}]
