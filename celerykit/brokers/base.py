"""The contract of a broker: what it reads, what it can keep, and what a wish becomes on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from celerykit.intents import TASK, Compiled, Intents, Option, Refusal, Remark
from celerykit.values.tls import not_there

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["Broker", "acknowledgement", "connection_lost", "lost_workers", "no_broadcasts", "time_limits", "tls_files"]

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

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What a user should know of how this broker keeps the intents; said at load and by `show`.

        Among it: how long a killed worker's tasks stay away, and what an older Celery does less well.
        """
        return ()

    def queue(self, name: str, intents: Intents) -> Mapping[str, object]:
        """What stands in `task_queues` for a queue of `[queues]`, beside its routing key."""
        return {}

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """The server that `needs` describes, for a compose file; None where there is none to run."""
        return None

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


def connection_lost(intents: Intents, *, cancel: bool) -> list[Compiled]:
    """Whether a worker ends what it runs when it loses the broker.

    cancel: right where the broker gives the messages to another worker at that moment, and no acknowledgement can
    follow. Where messages are held for a time instead, a task can go on, and be acknowledged. To end it would be a risk
    besides: Celery tells the result backend first, and where that is away too, takes the task that it ended for one
    that was revoked, and acknowledges it (celery/worker/request.py, cancel and on_failure): it is lost.
    """
    if intents.delivery != "at-least-once":
        return []
    return [Compiled(("worker_cancel_long_running_tasks_on_connection_loss",), cancel, "delivery")]


def lost_workers(intents: Intents, celery: tuple[int, ...]) -> list[Remark]:
    """What an older Celery does less well for tasks whose worker is gone."""
    if intents.delivery != "at-least-once" or celery >= (5, 7):
        return []
    text = (
        "Celery before 5.7 cannot retry a task whose process was killed: its message is rejected and comes back, so a "
        "task that kills its process each time does so without end"
    )
    return [Remark("delivery", text, "warning")]


def no_broadcasts(title: str, settings: Mapping[str, object]) -> list[Remark]:
    """What a broker does not do whose transport in kombu has no fanout, or only where an option asks for it."""
    options = settings.get("broker_transport_options")
    if isinstance(options, Mapping) and options.get("supports_fanout"):
        return []
    text = f"{title} carries no remote control: what revokes, inspects or changes a rate limit reaches no worker"
    return [Remark("worker_enable_remote_control", text)]


def tls_files(intents: Intents) -> list[Remark]:
    """Files named for TLS that are not here. The profile may be read on one machine and used on another."""
    missing = not_there({name: getattr(intents, name) for name in ("tls_ca", "tls_certificate", "tls_key")})
    return [Remark(name, f"{path} is no file here", "warning") for name, path in missing.items()]


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
