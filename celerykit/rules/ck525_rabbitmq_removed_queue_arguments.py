from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.queues import argument, declared
from celerykit.rules.words import unless

_LAZY = "lazy queues are how classic queues work since 3.12, which ignores it; from 4.3 on the queue is refused"
_REMOVED: Mapping[str, str] = {
    "x-queue-mode": _LAZY,
    "x-queue-version": "version 1 of classic queues is gone: from 4.3 on the queue is refused",
    "x-ha-policy": "mirrored queues are gone since 4.0: the queue has no copy",
}
_STILL_GOOD = {"x-queue-version": (2, "2")}


class RabbitmqRemovedQueueArguments(Rule):
    """A queue has an argument that newer versions of RabbitMQ no longer know.

    *Why*: `x-queue-mode` is ignored from RabbitMQ 3.12 on, `x-ha-policy` has no effect since 4.0, and with the first
    version of classic queues gone (4.3), a queue with `x-queue-mode` or `x-queue-version: 1` cannot be declared.

    *Instead*: take the argument out, and make the queue anew; for copies on several nodes, use a quorum queue.
    """

    code = "CK525"
    name = "rabbitmq-removed-queue-arguments"
    severity = "warning"
    brokers = ("amqp",)
    message = "{queue} has the argument {argument}, which newer versions of RabbitMQ no longer know: {why}{unless}"
    fix = 'take "{argument}" out'
    symptoms = ("a queue that worked on RabbitMQ 3 cannot be declared on RabbitMQ 4",)
    bad = """\
from kombu import Queue

broker_url = "amqp://localhost"
task_queues = [Queue("celery", queue_arguments={"x-queue-mode": "lazy"})]
"""
    good = """\
from kombu import Queue

broker_url = "amqp://localhost"
task_queues = [Queue("celery")]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for queue in declared(project).declared:
            for name, why in _REMOVED.items():
                value = argument(queue, name)
                if value.known and value.value not in _STILL_GOOD.get(name, ()):
                    yield self.finding(
                        value,
                        subject=project.config.subject,
                        said="no longer known",
                        queue=queue.name or "a queue",
                        argument=name,
                        why=why,
                        unless=unless(project.config["broker_url"]),
                    )
