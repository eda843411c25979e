"""The contract of a broker: what it reads, what it can keep, and what a wish becomes on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.intents import TASK, Compiled, Intents, Option, Refusal

__all__ = ["Broker", "acknowledgement", "time_limits"]

# Seconds before a task that killed its worker is tried again: soon, yet not at once on a machine out of memory.
_RETRY_SOON = 5
# Seconds that a task has between its soft and its hard limit, at most.
_TIDY_UP = 30


class Broker:
    """What celerykit knows of one of kombu's transports.

    name: ours, and the key of `[broker.<name>]` in a profile. schemes: of the URLs that lead to it.
    driver: the module it needs, and the line that installs it. options: what it reads from broker_transport_options.
    embedded: it needs no server, and keeps no promise when a process dies.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    schemes: ClassVar[tuple[str, ...]]
    driver: ClassVar[tuple[str, str] | None] = None
    options: ClassVar[Mapping[str, Option]]
    embedded: ClassVar[bool] = False
    # Whether options that are not in the table reach the client library and do something there (SQLAlchemy's engine).
    passes_options_on: ClassVar[bool] = False
    # Paths of what it compiles that works only where celerykit is installed: an exported config leaves them out.
    needs_celerykit: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """What the intents become on this broker, and which it cannot keep. celery: the version in force, (5, 7)."""
        raise NotImplementedError

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """What the server must be for the intents to hold; it takes a connection to check that."""
        return ()

    def priority(self, name: str, intents: Intents) -> int | None:
        """The number of a priority on this broker; None where it has none."""
        raise NotImplementedError


def _at_least_once(celery: tuple[int, ...]) -> list[Compiled]:
    """The settings by which a task survives its worker on every broker that keeps unacknowledged messages.

    Celery before 5.7 has no task_retry_on_worker_lost: a task that kills its worker then comes back without end
    (celery/worker/request.py, on_failure).
    """
    pairs: list[tuple[tuple[str, ...], object]] = [
        (("task_acks_late",), True),
        (("task_reject_on_worker_lost",), True),
        (("worker_prefetch_multiplier",), 1),
        (("task_publish_retry_policy", "max_retries"), 100),
        (("task_publish_retry_policy", "interval_start"), 0.1),
        (("task_publish_retry_policy", "interval_step"), 0.2),
        (("task_publish_retry_policy", "interval_max"), 1),
    ]
    if celery >= (5, 7):
        pairs.append((("task_retry_on_worker_lost",), True))
    return [Compiled(path, value, "delivery") for path, value in pairs]


def acknowledgement(intents: Intents, celery: tuple[int, ...]) -> list[Compiled]:
    """What `delivery` becomes on a broker that keeps unacknowledged messages.

    At most once, a worker takes one message at a time too: what it holds and has not started would come twice.
    """
    if intents.delivery == "at-least-once":
        # Left alone, a killed task's retry waits the 180 s of Task.default_retry_delay (celery/app/task.py).
        soon = [Compiled((TASK, "default_retry_delay"), _RETRY_SOON, "delivery")] if celery >= (5, 7) else []
        return [*_at_least_once(celery), *soon]
    if intents.delivery == "at-most-once":
        pairs = [("task_acks_late", False), ("task_reject_on_worker_lost", False), ("worker_prefetch_multiplier", 1)]
        if celery >= (5, 7):
            pairs.append(("task_retry_on_worker_lost", False))
        return [Compiled((name,), value, "delivery") for name, value in pairs]
    return []


def time_limits(intents: Intents) -> list[Compiled]:
    """The hard limit of a task's run, and a soft one shortly before it, so that the task can tidy up."""
    if intents.longest_task is None:
        return []
    hard = intents.longest_task
    soft = hard - min(_TIDY_UP, hard / 10)
    whole = int(soft) if soft > 1 else soft
    return [
        Compiled(("task_time_limit",), hard, "longest_task"),
        Compiled(("task_soft_time_limit",), whole, "longest_task"),
    ]
