"""How much waits in the queues on Redis."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import Depth, queue_names
from celerykit.live.redis_database import redis_database
from celerykit.live.system import System

__all__ = ["redis_depths"]


def redis_depths(system: System) -> Mapping[str, Depth]:
    """The depth of each queue that the configuration names, over all the priorities that its workers read.

    What workers hold is not kept by queue, and Redis knows no consumers. Raises NotChecked where the broker is no
    Redis, or cannot be reached.
    """
    database = system.once(redis_database)
    if database is None:
        raise NotChecked("the broker is no Redis")
    lists = {queue: database.layout.lists(queue) for queue in queue_names(system)}
    lengths = database.lengths(key for keys in lists.values() for key in keys)
    return {queue: Depth(sum(lengths.get(key, 0) for key in keys)) for queue, keys in lists.items()}
