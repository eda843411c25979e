"""How long RabbitMQ lets a consumer hold a message, and how long workers may hold one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.live.base import NotChecked
from celerykit.live.rabbitmq import RabbitMq
from celerykit.live.rabbitmq_queues import Kept, configured
from celerykit.live.system import System
from celerykit.project import Project
from celerykit.rules.delays import delays
from celerykit.rules.late_runs import late_runs
from celerykit.rules.queue_arguments import quorum_is_possible
from celerykit.rules.words import number

__all__ = ["IGNORED_BEFORE", "Held", "counts", "holds", "told"]

IGNORED_BEFORE = (3, 12)
"""The first RabbitMQ to which a queue can tell a timeout of its own (tried: 3.10.8 takes the argument, and ignores it;
rabbitmq.com/docs/consumers#acknowledgement-timeout)."""


# From then on, classic queues have no timeout (github.com/rabbitmq/rabbitmq-server, release notes of 4.3).
_QUORUM_ONLY = (4, 3)


@dataclass(frozen=True, slots=True)
class Held:
    """A message that workers hold. seconds: None for without end. words: "mail.send may run 7200 s …"."""

    seconds: float | None
    words: str


def holds(project: Project) -> Iterator[Held]:
    """What is known of how long messages stay unacknowledged: late acknowledgement, and times to wait for."""
    for run in late_runs(project):
        length = f"may run {number(run.length)} s" if run.length else "has no time limit"
        yield Held(run.length, f"{run.who} {length} and is acknowledged only at its end")
    # With quorum queues, the server keeps what is delayed.
    if not quorum_is_possible(project):
        yield from (Held(delay.seconds, delay.words) for delay in delays(project))


def counts(project: Project, server: RabbitMq) -> bool:
    """Whether the server may take messages back from a queue of this project at all."""
    return not server.at_least(*_QUORUM_ONLY) or quorum_is_possible(project)


def told(system: System, server: RabbitMq) -> dict[str, float]:
    """The timeout of each queue that has one of its own, in seconds, by the queue's name; none where nobody tells."""
    if not server.at_least(*IGNORED_BEFORE):
        return {}
    try:
        queues = system.once(configured)
    except NotChecked:
        return {}
    if server.at_least(*_QUORUM_ONLY):
        queues = tuple(queue for queue in queues if queue.type == "quorum")
    return {queue.name: limit / 1000 for queue in queues if (limit := _own(queue)) is not None}


def _own(queue: Kept) -> float | None:
    found = [queue.arguments.get("x-consumer-timeout"), queue.policy.get("consumer-timeout")]
    return min((limit for limit in found if isinstance(limit, (int, float)) and limit > 0), default=None)
