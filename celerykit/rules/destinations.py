"""The queues that tasks are sent to by name: in routes, by tasks, by calls, from the schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from celerykit.project import Project, Value
from celerykit.rules.options import key
from celerykit.rules.routes import Route, queue_of, routes
from celerykit.rules.tasks_known import is_sent_here, names

__all__ = ["Destination", "destinations", "own", "scheduled"]


@dataclass(frozen=True, slots=True)
class Destination:
    """A queue that something is sent to.

    by: what says so. task: the name of the task that is sent, None where it cannot be known. route: of "route".
    """

    queue: str
    value: Value
    by: Literal["route", "task", "call", "schedule"]
    task: str | None = None
    route: Route | None = None

    @property
    def who(self) -> str:
        """What a message calls that which is sent."""
        return self.route.written if self.route else self.task or "a task"


def destinations(project: Project) -> Iterator[Destination]:
    """All that are named in text; in the order of routes, tasks, calls, schedule."""
    for route in routes(project).all:
        yield from _at(queue_of(route.target), "route", route.written if route.kind == "name" else None, route)
    for task in project.tasks:
        yield from _at(task.options.get("queue"), "task", task.name)
    # Of a call whose task is not known, the app is not known either, where a program has several.
    for call in (call for call in project.calls if is_sent_here(project, call.task)):
        yield from _at(call.options.get("queue"), "call", call.task)
    for name, options in scheduled(project):
        yield from _at(options.get("queue"), "schedule", name)


def own(project: Project) -> Iterator[Destination]:
    """Those that tasks of this program are sent to; what another's are sent to is read by workers not seen here.

    Where no task was seen, all.
    """
    used = _used(project)
    return (each for each in destinations(project) if _is_own(project, each, used))


def _is_own(project: Project, sent: Destination, used: Sequence[Route]) -> bool:
    if sent.route:
        return sent.route in used
    return sent.task in names(project) or (sent.task is None and not project.tasks)


def _used(project: Project) -> list[Route]:
    """The routes of the program's own tasks, but for those that name a queue themselves, which counts more.

    Where no task was seen, all of them.
    """
    found = routes(project)
    if not project.tasks:
        return list(found.all) if found.complete else []
    named = (task.name for task in project.tasks if task.name and "queue" not in task.options)
    return [route for route in map(found.of, named) if route]


def _at(
    value: Value | None,
    by: Literal["route", "task", "call", "schedule"],
    task: str | None,
    route: Route | None = None,
) -> Iterator[Destination]:
    if value is not None and value.known and isinstance(value.value, str) and value.value:
        yield Destination(value.value, value, by, task, route)


def scheduled(project: Project) -> Iterator[tuple[str | None, Mapping[str, Value]]]:
    """The tasks on the schedule with their options."""
    for entry in project.config["beat_schedule"].keys.values():
        task, options = key(entry, "task"), key(entry, "options")
        name = task.value if task and task.known and isinstance(task.value, str) else None
        yield name, options.keys if options else {}
    for each in project.periodic:
        yield each.task, each.options
