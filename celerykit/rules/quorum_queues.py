"""Which queues are quorum queues, as Celery finds out (celery/utils/quorum_queues.py)."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.project import Project, Value
from celerykit.rules.queues import Declared, argument, declared, in_use

__all__ = ["quorum_queues"]


def quorum_queues(project: Project) -> Iterator[tuple[Declared, Value]]:
    """The queues that are certainly quorum queues, each with the value that makes it one.

    task_default_queue_type makes one of the default queue, and only where task_queues holds none.
    """
    found = declared(project)
    default_type = project.config["task_default_queue_type"]
    for queue in in_use(project).declared:
        kind = argument(queue, "x-queue-type") if found.declared else default_type
        if kind.known and kind.value == "quorum":
            yield queue, kind
