"""How much waits in the queues on RabbitMQ, and who reads them."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import Depth, queue_names
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.rabbitmq_queues import listed
from celerykit.live.system import System

__all__ = ["amqp_depths"]


def amqp_depths(system: System) -> Mapping[str, Depth]:
    """The depth of each queue that the configuration names and RabbitMQ has.

    What workers hold is told by the management interface alone, some seconds late. Raises NotChecked where the broker
    is no RabbitMQ, or cannot be reached.
    """
    server = system.once(rabbitmq)
    if server is None:
        raise NotChecked("the broker is no RabbitMQ")
    told = _unacknowledged(system)
    found = {name: server.queue(name) for name in queue_names(system)}
    return {name: Depth(counts[0], told.get(name), counts[1]) for name, counts in found.items() if counts}


def _unacknowledged(system: System) -> Mapping[str, int | None]:
    try:
        kept = system.once(listed)
    except NotChecked:
        return {}
    return {name: queue.unacknowledged for name, queue in kept.queues.items()}
