"""How much waits in the queues that the configuration names, whatever broker carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from celerykit.live.base import NotChecked
from celerykit.live.settings import broker_side
from celerykit.live.system import System
from celerykit.rules.destinations import destinations
from celerykit.rules.queues import in_use

__all__ = ["Depth", "depths", "queue_names"]


@dataclass(frozen=True, slots=True)
class Depth:
    """ready: that wait. unacknowledged: that workers hold. consumers: how many workers read it. None: nobody tells."""

    ready: int
    unacknowledged: int | None = None
    consumers: int | None = None


def depths(system: System) -> Mapping[str, Depth]:
    """The depth of each queue of `queue_names` that the broker has, by its name.

    Redis has no queue that holds nothing: there each has its depth. Raises NotChecked where the broker cannot be
    reached, or does not tell.
    """
    spoken = system.once(broker_side).speaks
    if spoken == "redis":
        from celerykit.live.redis_queues import redis_depths

        return system.once(redis_depths)
    if spoken == "amqp":
        from celerykit.live.amqp_queues import amqp_depths

        return system.once(amqp_depths)
    raise NotChecked("this broker does not tell how much waits in its queues")


def queue_names(system: System) -> tuple[str, ...]:
    """The queues that are declared, else the default one, and those that something is sent to by name, each once.

    There may be more: those whose names only running tells.
    """
    project = system.project
    declared = (queue.name for queue in in_use(project).declared if queue.name and not queue.broadcast)
    return tuple(dict.fromkeys([*declared, *(one.queue for one in destinations(project))]))
