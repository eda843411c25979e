from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.refusals import refused_queues
from celerykit.live.system import System


class QueueArgumentsDiffer(LiveCheck):
    """A queue is on RabbitMQ with other arguments than a worker would declare.

    *Why*: the arguments of a queue are for ever: RabbitMQ compares what a worker declares with what is there, and
    refuses what differs (406 PRECONDITION_FAILED). The worker ends ("Unrecoverable error"), and a program that
    publishes to the queue fails too. It comes about when `task_queue_max_priority`, the queue's type, a TTL or a
    dead-letter exchange is changed after the queue was made.

    *Instead*: give the configuration the arguments that the queue has; or let workers of the earlier configuration
    empty it, delete it, and let the new ones make it.
    """

    code = "CK930"
    name = "queue-arguments-differ"
    severity = "error"
    brokers = ("amqp",)
    message = "it is there with other arguments than a worker declares, which RabbitMQ refuses: {differences}"
    fix = (
        "declare it as it is, or, once it is empty, delete it for the workers to make anew: "
        "rabbitmqctl delete_queue --if-empty --vhost {vhost} {queue}"
    )
    asks = "RabbitMQ: each queue that is there is declared once more, as a worker would, which changes nothing of it"
    symptoms = (
        "PRECONDITION_FAILED - inequivalent arg 'x-max-priority' for queue 'celery' in vhost '/'",
        "Unrecoverable error: PreconditionFailed(406, …)",
    )

    def check(self, system: System) -> Iterator[Finding]:
        for refusal in system.once(refused_queues):
            yield self.at(
                Thing("queue", refusal.name),
                differences="; ".join(refusal.differences),
                queue=refusal.name,
                vhost=refusal.virtual_host,
            )
