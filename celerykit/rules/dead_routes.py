"""Routes that no task has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from celerykit.project import Project
from celerykit.rules.routes import Route
from celerykit.rules.tasks_known import likely, may_exist, names

__all__ = ["is_dead"]

# What a name begins with, up to its first dot, in a glob and in a regular expression.
_FIRST = {"glob": re.compile(r"(\w+)\."), "regex": re.compile(r"\^?(\w+)\\?\.")}


def is_dead(project: Project, route: Route) -> bool:
    """Whether no task can have that route. A pattern says so little that the program must be known whole."""
    # Of a program that is named from another folder, nobody knows under which names it imports its modules.
    if not project.own or not project.tasks or any(task.name is None for task in project.tasks):
        return False
    if route.kind == "name":
        return not may_exist(project, route.written) and not _may_be_called_so(project, route.written)
    if route.pattern is None or not project.tasks_complete:
        return False
    first = _FIRST[route.kind].match(route.written)
    if first is None or first[1] not in project.own:
        return False
    return not any(route.pattern.search(name) for name in _possible(project))


def _possible(project: Project) -> Iterator[str]:
    """The names of the tasks, and those that they have where their modules are imported from a folder below."""
    for name in names(project):
        yield name
        parts = name.split(".") if project.tasks_guessed else []
        yield from (".".join(parts[at:]) for at in range(1, len(parts) - 1))


def _may_be_called_so(project: Project, written: str) -> bool:
    """Whether a task has that name where the program is started in another folder, or by another module, than we think.

    What comes before the module depends on the folder in which the worker starts: `-A app.worker` tells it.
    """
    if any(f"{task.module}.{task.function}" == written for task in project.tasks):
        return True
    started = {process.app.partition(".")[0] for process in project.deployment.processes if process.app}
    meant = likely(project, written)
    return meant is not None and written.partition(".")[0] in started and meant.partition(".")[0] not in started
