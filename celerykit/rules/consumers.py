"""What the workers of a deployment read."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.project import Process, Project, Value
from celerykit.rules.queues import in_use
from celerykit.values.places import Place

__all__ = ["consumed", "listening", "reads"]


def consumed(project: Project) -> frozenset[str] | None:
    """The queues that workers read; None where that cannot be known, or no worker was found."""
    deployment = project.deployment
    workers = deployment.workers
    if not workers or not deployment.complete or deployment.of("multi"):
        return None
    sets = [reads(project, worker) for worker in workers]
    return None if None in sets else frozenset().union(*(each for each in sets if each is not None))


def reads(project: Project, worker: Process) -> frozenset[str] | None:
    """The queues that one worker reads: those after -Q, else all that are declared, less those after -X."""
    chosen, left_out = worker.options.get("queues"), worker.options.get("exclude_queues")
    if not worker.complete or any(value is not None and not value.known for value in (chosen, left_out)):
        return None
    if chosen is not None:
        found = _names(chosen)
    else:
        queues = in_use(project)
        if not queues.complete or any(queue.name is None for queue in queues.declared):
            return None
        found = queues.names
    return found - (_names(left_out) if left_out is not None else frozenset())


def listening(project: Project) -> Iterator[Value | Place | None]:
    """Where each worker says what it reads, else where it is started."""
    for worker in project.deployment.workers:
        yield worker.options.get("queues", worker.place)


def _names(value: Value) -> frozenset[str]:
    written = value.value.split(",") if isinstance(value.value, str) else value.value
    return frozenset(str(name) for name in written)
