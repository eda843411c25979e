from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.urls import broker
from celerykit.rules.words import assignment, named, unless

# RabbitMQ keeps the number in a byte, and advises against more than ten (rabbitmq.com/docs/priority).
_MOST, _ADVISED = 255, 10


class PriorityMaxNoEffect(Rule):
    """`task_queue_max_priority` does nothing here, or asks for more than the broker gives.

    *Why*: the setting adds the argument `x-max-priority` to the queues, which only RabbitMQ reads.
    Redis knows priorities by its transport option `priority_steps`, other brokers know none.
    RabbitMQ refuses more than 255, and keeps a list for each: with many, memory and time go there.

    *Instead*: delete it, and on Redis set `priority_steps`; on RabbitMQ, 10 or fewer.
    """

    code = "CK521"
    name = "priority-max-no-effect"
    severity = "info"
    message = "{setting} = {number} {problem}{unless}"
    fix = "{cure}"
    symptoms = ("PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue …",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_queue_max_priority = 10
"""
    good = """\
broker_url = "amqp://localhost"
task_queue_max_priority = 10
"""

    def check(self, project: Project) -> Iterator[Finding]:
        value, transport = project.config["task_queue_max_priority"], broker(project)
        number = value.value
        if transport is None or not value.known or isinstance(number, bool) or not isinstance(number, int):
            return
        ten = assignment(project, "task_queue_max_priority", "10")
        if transport.name in {"redis", "sentinel"}:
            problem = f"does nothing on {transport.title}, which has priority_steps"
            cure = '"priority_steps": list(range(10)) in the transport options, where 0 is the most urgent'
            yield self._told(project, problem, "info", cure)
        elif transport.name != "amqp":
            yield self._told(
                project, f"does nothing on {transport.title}, which has no priorities", "info", "delete it"
            )
        elif number > _MOST:
            yield self._told(project, f"is above {_MOST}: RabbitMQ refuses to make the queue", "error", ten)
        elif number > _ADVISED:
            problem = "makes RabbitMQ keep as many lists for each queue: it advises 10 at most"
            yield self._told(project, problem, "info", ten)

    def _told(self, project: Project, problem: str, severity: Severity, cure: str) -> Finding:
        value = project.config["task_queue_max_priority"]
        return self.finding(
            value,
            subject=project.config.subject,
            said="no effect" if severity == "info" else "too many",
            severity=severity,
            setting=named(project, "task_queue_max_priority"),
            number=value.value,
            problem=problem,
            cure=cure,
            unless=unless(project.config["broker_url"], value),
        )
