from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.words import unless

_TRANSIENT = (1, "transient")


class TransientDeliveryMode(Rule):
    """Messages are sent that RabbitMQ keeps in memory only.

    *Why*: a restart of RabbitMQ loses what is transient and waits, in durable queues too.
    It was chosen for speed; no difference was measured.

    *Instead*: leave it at "persistent", but for what is worthless a moment later.
    """

    code = "CK424"
    name = "transient-delivery-mode"
    severity = "warning"
    brokers = ("amqp",)
    message = "{who} sent as transient: a restart of RabbitMQ loses what waits{unless}"
    fix = "leave {name} out: messages are persistent by default"
    symptoms = ("queues are empty after RabbitMQ was restarted",)
    bad = """\
broker_url = "amqp://localhost"
task_default_delivery_mode = "transient"
"""
    good = """\
broker_url = "amqp://localhost"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for who, name, value in _written(project):
            if value.known and value.value in _TRANSIENT and not isinstance(value.value, bool):
                yield self.finding(
                    value,
                    subject=project.config.subject,
                    said="kept in memory only",
                    who=who,
                    name=name,
                    unless=unless(value, project.config["broker_url"]),
                )


def _written(project: Project) -> Iterator[tuple[str, str, Value]]:
    yield "tasks are", "task_default_delivery_mode", project.config["task_default_delivery_mode"]
    for task in project.tasks:
        if "delivery_mode" in task.options:
            yield f"{task.name or task.function} is", "delivery_mode", task.options["delivery_mode"]
    for call in project.calls:
        if "delivery_mode" in call.options:
            yield f"{call.task or 'a task'} is", "delivery_mode", call.options["delivery_mode"]
