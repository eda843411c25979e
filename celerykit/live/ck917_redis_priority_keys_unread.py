from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.queue_depths import queue_names
from celerykit.live.redis_database import DEFAULT_SEP, DEFAULT_STEPS, PRIORITIES, Layout, redis_database
from celerykit.live.system import System
from celerykit.live.workers import answers

# That of Celery's documentation, beside kombu's own.
_SEPARATORS = (DEFAULT_SEP, ":")


class RedisPriorityKeysUnread(LiveCheck):
    """Tasks wait in keys of a queue that no worker with this configuration reads.

    *Why*: on Redis a queue is a key for each priority: its name, `sep`, and one of `priority_steps`. Who sends and who
    reads must agree on both: with other steps or another separator the task is in a key of which the worker knows
    nothing. Of 300 tasks with priorities 0 to 9, 197 were never taken. Nothing says so: the queue looks empty.

    *Instead*: the same `broker_transport_options` on both sides. After a change, let a worker with the old ones
    empty the old keys.
    """

    code = "CK917"
    name = "redis-priority-keys-unread"
    severity = "error"
    brokers = ("redis", "sentinel")
    message = "{tasks} in keys that workers with this configuration do not read: priority {where}; they read {read}"
    fix = (
        "give who sends and who reads the same priority_steps and sep in broker_transport_options, "
        "and let a worker with the others empty those keys"
    )
    asks = (
        "Redis: `LLEN` of 30 keys at most for each queue that the configuration names; the workers, where some are full"
    )
    symptoms = ("tasks with a priority are never executed", "the queue is empty, yet tasks stay PENDING")

    def check(self, system: System) -> Iterator[Finding]:
        database = system.once(redis_database)
        if database is None:
            return
        layout = database.layout
        unread = {queue: _unread(layout, queue) for queue in queue_names(system)}
        lengths = database.lengths(key for keys in unread.values() for key in keys)
        for queue, keys in unread.items():
            full = [key for key in keys if lengths.get(key)]
            others = _read_by_others(system, layout, queue) if full else set()
            full = [key for key in full if key not in others]
            if not full:
                continue
            count = sum(lengths[key] for key in full)
            yield self.at(
                Thing("queue", queue),
                database.side.thing,
                tasks="one task waits" if count == 1 else f"{count} tasks wait",
                where=_in_words(keys[key] for key in full),
                read=f"{', '.join(map(str, layout.steps))} after {layout.sep!r}",
            )


def _unread(layout: Layout, queue: str) -> dict[str, tuple[int, str]]:
    """Keys that another configuration would use for that queue, with the priority and the separator of each."""
    read = set(layout.lists(queue))
    found: dict[str, tuple[int, str]] = {}
    for sep in dict.fromkeys((layout.sep, *_SEPARATORS)):
        for priority in PRIORITIES:
            key = layout.list_of(queue, priority, sep)
            if key not in read:
                found.setdefault(key, (priority, sep))
    return found


def _read_by_others(system: System, layout: Layout, queue: str) -> set[str]:
    """The keys that workers read whose configuration is another than the one that was looked at."""
    try:
        found = system.once(answers).workers
    except NotChecked:
        return set()
    read: set[str] = set()
    for worker in found:
        options = (worker.conf or {}).get("broker_transport_options")
        if queue in worker.queue_names and isinstance(options, Mapping):
            steps = options.get("priority_steps", DEFAULT_STEPS)
            # A range comes as a text: it may be any.
            steps = steps if isinstance(steps, (list, tuple)) else PRIORITIES
            read.update(layout.lists_with(queue, steps, str(options.get("sep", DEFAULT_SEP))))
    return read


def _in_words(found: Iterable[tuple[int, str]]) -> str:
    """Priorities by separator: `1, 2 after ':'`. What has none has no separator either."""
    by_sep: dict[str, list[str]] = {}
    for priority, sep in found:
        by_sep.setdefault(f" after {sep!r}" if priority else "", []).append(str(priority))
    return "; ".join(f"{', '.join(priorities)}{sep}" for sep, priorities in by_sep.items())
