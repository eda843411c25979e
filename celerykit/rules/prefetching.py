"""How many messages a worker takes before it needs them."""

from __future__ import annotations

from celerykit.project import Project, Value
from celerykit.rules.options import of_workers
from celerykit.rules.urls import broker

__all__ = ["in_advance", "multiplier", "one_at_a_time", "processes", "redis_like"]


def multiplier(project: Project) -> tuple[Value, ...]:
    """How many messages for each of its processes, in each worker; a command's 0 counts for nothing (bin/worker.py)."""
    setting = project.config["worker_prefetch_multiplier"]
    told = of_workers(project, "prefetch_multiplier", "worker_prefetch_multiplier")
    return tuple(setting if value.known and not value.value else value for value in told)


def processes(project: Project) -> tuple[int, ...]:
    """How many processes, threads or coroutines each worker has, where that is known."""
    told = of_workers(project, "concurrency", "worker_concurrency")
    return tuple(value.value for value in told if value.known and isinstance(value.value, int) and value.value > 0)


def in_advance(project: Project) -> int | None:
    """The messages that a worker takes at once: its multiplier for each of its processes; None where not known."""
    counts = {one.value if isinstance(one.value, int) else None for one in multiplier(project)}
    pools = set(processes(project))
    if len(counts) != 1 or len(pools) != 1:
        return None
    count = counts.pop()
    return None if count is None else count * pools.pop()


def redis_like(project: Project) -> bool:
    """Whether kombu speaks to the broker as to Redis."""
    found = broker(project)
    return found is not None and found.name in ("redis", "sentinel")


def one_at_a_time(project: Project) -> bool:
    """Whether workers take, or may take, a message only when a process is free: a setting for Redis, from 5.6."""
    value = project.config["worker_disable_prefetch"]
    return redis_like(project) and (value.unknown or bool(value.value))
