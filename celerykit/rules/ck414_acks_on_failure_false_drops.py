from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import acked_on, in_force, is_late, is_own, kinds_of_task, who
from celerykit.rules.queue_arguments import may_say
from celerykit.rules.urls import broker
from celerykit.rules.words import unless


class AcksOnFailureFalseDrops(Rule):
    """A message whose task fails is not acknowledged, but it does not come back either.

    *Why*: with `task_acks_on_failure = False` a worker rejects the message of a task that raised, without putting it
    back (celery/worker/request.py, on_failure).
    Redis deletes what is rejected so; RabbitMQ discards it, unless the queue has a dead letter exchange.
    A task whose process is killed is dropped likewise, where it would not be put back for that.

    *Instead*: let a task that shall be tried again say so: `autoretry_for`, `retry()`.
    On RabbitMQ, give the queue a dead letter exchange (`x-dead-letter-exchange`) to keep what failed.
    On SQS the setting is right where the queue has a redrive policy.
    """

    code = "CK414"
    name = "acks-on-failure-false-drops"
    severity = "warning"
    brokers = ("redis", "sentinel", "amqp")
    message = "{option} = False does not bring {who} back when it fails: its message is rejected, and {fate}{unless}"
    fix = "leave {option} out, and retry what shall be tried again: autoretry_for=(…,), max_retries=…"
    symptoms = ("a task that failed is neither retried nor in any queue",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_acks_on_failure = False
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        fate = _fate(project)
        seen: list[Value] = []
        for task in kinds_of_task(project) if fate else ():
            acked, option = acked_on(project, task, "failure")
            if acked.known and acked.value is False and is_late(project, task) and acked not in seen:
                seen.append(acked)
                yield self._told(project, task, acked, option, fate)

    def _told(self, project: Project, task: Task | None, acked: Value, option: str, fate: str) -> Finding:
        own = is_own(task, option, acked)
        return self.finding(
            acked,
            subject=project.config.subject,
            said="rejected, and not put back",
            related=label(in_force(project, task, "acks_late"), "acknowledged only at its end"),
            option=option if own else f"task_{option}",
            who=who(task, own=own),
            fate=fate,
            unless=unless(acked, project.config["broker_url"]),
        )


def _fate(project: Project) -> str:
    """What becomes of a message that is rejected; "" where somebody may have provided for it."""
    transport = broker(project)
    if transport is not None and transport.name != "amqp":
        return f"{transport.title} deletes it"
    if may_say(project, "x-dead-letter-exchange"):
        return ""
    return "RabbitMQ discards it, unless the queue has a dead letter exchange"
