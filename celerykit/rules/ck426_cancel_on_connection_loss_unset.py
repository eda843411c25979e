from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.options import lateness
from celerykit.rules.words import assignment, unless

_SETTING = "worker_cancel_long_running_tasks_on_connection_loss"


class CancelOnConnectionLossUnset(Rule):
    """A task goes on when its worker loses RabbitMQ, though its message is already delivered to another.

    *Why*: RabbitMQ gives back what a lost connection held, at once.
    With late acknowledgement that is every task that runs: another worker begins it while the first goes on, and the
    first can no longer acknowledge it.
    A worker can end such tasks when it loses the connection; the default will change to that in Celery 6.

    *Instead*: `worker_cancel_long_running_tasks_on_connection_loss = True` on RabbitMQ.
    On Redis and SQS messages are held for a time instead; leave it at `False` there.
    """

    code = "CK426"
    name = "cancel-on-connection-loss-unset"
    severity = "info"
    brokers = ("amqp",)
    message = (
        "tasks are acknowledged only at their end, and go on when the connection to RabbitMQ is lost: "
        "another worker runs them at the same time{unless}"
    )
    fix = "{line}"
    symptoms = (
        "after a network failure tasks run twice at the same time",
        "CPendingDeprecationWarning: In Celery 5.1 we introduced an optional breaking change which on connection loss",
    )
    bad = """\
broker_url = "amqp://localhost"
task_acks_late = True
"""
    good = """\
broker_url = "amqp://localhost"
task_acks_late = True
worker_cancel_long_running_tasks_on_connection_loss = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        cancel = project.config[_SETTING]
        if cancel.unknown or cancel.known or not project.config.written("broker_url"):
            return
        late = lateness(project)
        if late is None:
            return
        yield self.finding(
            late,
            subject=project.config.subject,
            said="acknowledged only at the end",
            unless=unless(late, project.config["broker_url"]),
            line=assignment(project, _SETTING, "True"),
        )
