"""The tasks that workers are expected to know: those that the program declares, sends, schedules or routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from celerykit.project import Project, Task, Value
from celerykit.rules.options import key
from celerykit.rules.queues import default_name
from celerykit.rules.routes import Route, Routes, queue_of, routes
from celerykit.rules.scheduling import entries
from celerykit.rules.tasks_known import is_same_elsewhere, is_sent_here

__all__ = ["Expected", "expected", "is_among", "program_names"]

# A retry goes where the task came from; of the others Celery sends a task of its own, which calls this one.
_NOT_SENT = frozenset({"chunks", "map", "retry", "starmap"})
# Says where a task goes in words that a name of a queue does not stand for.
_OTHER_WORDS = ("exchange", "routing_key")


@dataclass(frozen=True, slots=True)
class Expected:
    """A task, and the queue that it goes to; None where that is not known. certain: it is known to be sent, or run."""

    name: str
    queue: str | None
    certain: bool


def expected(project: Project) -> tuple[Expected, ...]:
    """Each pair of task and queue once; Celery's own tasks apart."""
    found: dict[tuple[str, str | None], bool] = {}
    for one in _all(project):
        if not one.name.startswith("celery."):
            at = (one.name, one.queue)
            found[at] = found.get(at, False) or one.certain
    return tuple(Expected(name, queue, certain) for (name, queue), certain in found.items())


def program_names(project: Project) -> frozenset[str]:
    """The names of the tasks that the program declares, sends and schedules."""
    sent = {call.task for call in project.calls} | {name for name, _ in _scheduled(project)}
    return frozenset({task.name for task in project.tasks} | sent) - {None}  # type: ignore[return-value]


def is_among(project: Project, name: str, registered: frozenset[str]) -> bool:
    """Whether a worker that has these tasks has that one, under a name that it may have."""
    guessed = project.tasks_guessed and any(is_same_elsewhere(name, one) for one in registered)
    return name in registered or guessed


def _all(project: Project) -> Iterator[Expected]:
    found, own = routes(project), {task.name: task for task in project.tasks if task.name}
    sent = set()
    for name, options in (*_called(project), *_scheduled(project)):
        if not _is_here(project, name, own):
            continue
        sent.add(name)
        yield Expected(name, _queue(project, found, name, options, own.get(name)), True)
    for name, task in own.items():
        if name not in sent:
            # Whoever sends it may name another queue than the default one.
            routed = "queue" in task.options or found.of(name)
            queue = _queue(project, found, name, {}, task) if routed else None
            yield Expected(name, queue, task.module in project.imported)
    for route in found.all:
        if route.kind == "name" and route.written not in own.keys() | sent:
            yield Expected(route.written, _target(project, route), False)


def _is_here(project: Project, name: str, own: Mapping[str, Task]) -> bool:
    """Whether this app sends it. Where a program has several, another may send what is not declared."""
    if name in own or not project.elsewhere:
        return True
    return name not in project.elsewhere and name.partition(".")[0] in project.own


def _called(project: Project) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for call in project.calls:
        if call.task and call.how not in _NOT_SENT and is_sent_here(project, call.task):
            yield call.task, call.options


def _scheduled(project: Project) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for entry in entries(project):
        task = entry.task
        if task and task.known and isinstance(task.value, str) and not task.variable:
            yield task.value, entry.options


def _queue(project: Project, found: Routes, name: str, options: Mapping[str, Value], task: Task | None) -> str | None:
    """The queue that a task goes to by what its sender says, else the task itself, else a route."""
    said = options.get("queue") or (task.options.get("queue") if task else None)
    if said is not None:
        return said.value if said.known and isinstance(said.value, str) and not said.variable else None
    if any(word in options for word in _OTHER_WORDS) or (task and not task.options_complete):
        return None
    route = found.of(name)
    if route is False:
        return None
    return _target(project, route) if route else default_name(project)


def _target(project: Project, route: Route) -> str | None:
    queue = queue_of(route.target)
    if queue is not None:
        return queue.value if queue.known and isinstance(queue.value, str) else None
    elsewhere = route.target.unknown or any(key(route.target, word) for word in _OTHER_WORDS)
    return None if elsewhere else default_name(project)
