"""What queues may say of themselves to RabbitMQ, for all that is seen of them."""

from __future__ import annotations

from celerykit.project import Project, State
from celerykit.rules.queues import argument, declared

__all__ = ["may_say", "quorum_is_possible"]

_KINDS = ("task_default_queue_type", "task_create_missing_queue_type")


def may_say(project: Project, name: str) -> bool:
    """Whether an argument ("x-dead-letter-exchange") is given, or may be given, to a queue of `task_queues`."""
    queues = declared(project)
    return not queues.complete or any(argument(queue, name).state is not State.DEFAULT for queue in queues.declared)


def quorum_is_possible(project: Project) -> bool:
    """Whether a queue is a quorum queue, or may be one."""
    if any(project.config[name].unknown or project.config[name].value == "quorum" for name in _KINDS):
        return True
    queues = declared(project)
    kinds = [argument(queue, "x-queue-type") for queue in queues.declared]
    return not queues.complete or any(kind.unknown or kind.value == "quorum" for kind in kinds)
