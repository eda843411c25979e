from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.queues import argument
from celerykit.rules.quorum_queues import quorum_queues
from celerykit.rules.words import unless


class PriorityQuorumUnsupported(Rule):
    """A quorum queue is asked for with priorities, and RabbitMQ refuses to make it.

    *Why*: `x-max-priority` is an argument of classic queues.
    Celery puts `task_queue_max_priority` into the arguments of every queue, whatever its type
    (celery/app/amqp.py, Queues).
    RabbitMQ answers with `406 PRECONDITION_FAILED - invalid arg 'x-max-priority'`, and the worker ends.

    *Instead*: give urgent tasks a queue of their own, or keep classic queues.
    """

    code = "CK522"
    name = "priority-quorum-unsupported"
    severity = "error"
    brokers = ("amqp",)
    message = "{queue} is a quorum queue with x-max-priority {number}: RabbitMQ refuses it, and the worker ends{unless}"
    fix = "take the priorities away, or the type quorum"
    symptoms = ("406 PRECONDITION_FAILED - invalid arg 'x-max-priority' for queue … of queue type rabbit_quorum_queue",)
    bad = """\
from kombu import Queue

broker_url = "amqp://localhost"
task_queue_max_priority = 10
task_queues = [Queue("celery", queue_arguments={"x-queue-type": "quorum"})]
"""
    good = """\
from kombu import Queue

broker_url = "amqp://localhost"
task_queues = [Queue("celery", queue_arguments={"x-queue-type": "quorum"})]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        most = project.config["task_queue_max_priority"]
        for queue, kind in quorum_queues(project):
            own = argument(queue, "x-max-priority", "max_priority")
            limit = own if own.unknown or own.value is not None else most
            if limit.known and limit.value is not None:
                yield self._told(project, queue.name or "a queue", kind, limit)
                return

    def _told(self, project: Project, queue: str, kind: Value, limit: Value) -> Finding:
        return self.finding(
            limit,
            subject=project.config.subject,
            said="an argument of classic queues",
            related=label(kind, "a quorum queue"),
            queue=queue,
            number=limit.value,
            unless=unless(project.config["broker_url"], kind, limit),
        )
