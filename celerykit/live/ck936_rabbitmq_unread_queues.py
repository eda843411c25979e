from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.system import System
from celerykit.live.unread_queues import unread_queues


class RabbitmqUnreadQueues(LiveCheck):
    """A queue holds messages, nobody reads it, and the configuration does not know it.

    *Why*: a queue stays on RabbitMQ when its name leaves the configuration, and so do the tasks in it. A name that was
    misspelt once in a route, or in a call, is such a queue too, as Celery makes what is missing. These tasks wait for
    ever, in memory and on disk. (Queues for dead letters, and those that only delay, are left out.)

    *Instead*: let a worker read it until it is empty, then delete it; or delete it with what it holds.
    """

    code = "CK936"
    name = "rabbitmq-unread-queues"
    severity = "warning"
    brokers = ("amqp",)
    message = "it holds {count}, nobody reads it, and the configuration does not name it"
    fix = (
        "read it with a worker (celery worker -Q {queue}), then rabbitmqctl delete_queue --if-empty --vhost {vhost} "
        "{queue}; where it belongs to another program, see why nobody there reads it"
    )
    asks = (
        "RabbitMQ's management interface: the queues of the virtual host, and the bindings of those that nobody reads"
    )
    symptoms = ("the state of a task stays PENDING", "memory of RabbitMQ grows, though all queues look empty")

    def check(self, system: System) -> Iterator[Finding]:
        server = system.once(rabbitmq)
        if server is None:
            return
        for queue in system.once(unread_queues):
            yield self.at(
                Thing("queue", queue.name),
                severity="warning" if queue.like_tasks else "info",
                count=f"{queue.ready} message{'s' if queue.ready > 1 else ''}",
                queue=queue.name,
                vhost=server.virtual_host,
            )
