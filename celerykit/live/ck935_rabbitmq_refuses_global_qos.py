from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.declarations import Declaration, declarations
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.rabbitmq_queues import configured
from celerykit.live.settings import setting
from celerykit.live.system import System


class RabbitmqRefusesGlobalQos(LiveCheck):
    """A queue is a quorum queue on RabbitMQ, and workers do not know it.

    *Why*: Celery asks for one prefetch count for all consumers of a channel (global QoS), unless a queue of the
    configuration says that it is a quorum queue. RabbitMQ makes quorum queues of others too, where its virtual host has
    them by default (`default_queue_type`). It refuses such a consumer (540 NOT_IMPLEMENTED); the worker connects again,
    and again, and takes no task.

    *Instead*: say it in the configuration (`x-queue-type`, or `task_default_queue_type`).
    """

    code = "CK935"
    name = "rabbitmq-refuses-global-qos"
    severity = "error"
    brokers = ("amqp",)
    message = "it is a quorum queue, but {cause}: RabbitMQ {version} refuses the prefetch count of workers (540)"
    fix = "{cure}"
    asks = "RabbitMQ's management interface: the type of the queues"
    symptoms = ("540 NOT_IMPLEMENTED - queue 'celery' in vhost '/' does not support global qos",)

    def check(self, system: System) -> Iterator[Finding]:
        server = system.once(rabbitmq)
        # kombu asks for the count in another way where the server has no global one (Transport.qos_semantics_…).
        if server is None or server.connection.qos_semantics_matches_spec:
            return
        looked_for = setting(system.project, "worker_detect_quorum_queues")
        those = system.once(declarations)
        if looked_for and any(_is_quorum(one) for one in those):
            return  # one is enough (celery/utils/quorum_queues.py)
        if looked_for and any(one.queue is None for one in those):
            raise NotChecked("the arguments of the queues are not known")
        cause = "the configuration declares none" if looked_for else "worker_detect_quorum_queues is off"
        for kept in system.once(configured):
            if kept.type == "quorum":
                yield self.at(
                    Thing("queue", kept.name),
                    cause=cause,
                    version=server.version,
                    cure=f'declare it so: Queue("{kept.name}", queue_arguments={{"x-queue-type": "quorum"}})'
                    if looked_for
                    else "worker_detect_quorum_queues = True",
                )


def _is_quorum(one: Declaration) -> bool:
    return one.arguments().get("x-queue-type") == "quorum"
