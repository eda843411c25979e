"""The default queue: what goes there, which is what has no route and what Celery sends itself, and who reads it."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.project import Project, Task, Value
from celerykit.rules.consumers import consumed, listening
from celerykit.rules.destinations import scheduled
from celerykit.rules.queues import declared
from celerykit.rules.routes import Routes
from celerykit.values.places import Place

__all__ = ["left_out_by", "sends_itself", "sent_there", "unrouted"]

# Sent as a task of Celery's own, which does not have the route of the task that it calls (celery/canvas.py, chunks).
_CHUNK = "celery.starmap"
# Have that route on their own, and not as parts of a canvas (celery/canvas.py, _basemap).
_MAPS = frozenset({"map", "starmap"})
_SENDS = frozenset({"apply_async", "delay", "send_task"})
# Backends whose results do not expire by themselves: beat sends celery.backend_cleanup (celery/beat.py).
_SWEPT = ("arangodb", "db+", "django-db", "file", "mongodb")


def sent_there(project: Project, found: Routes) -> Iterator[tuple[str, Place | None]]:
    """The names of tasks that certainly go to the default queue, each with the place that sends it."""
    own = {task.name: task for task in project.tasks if task.options_complete}
    for call in project.calls:
        if call.task is None or {"queue", "exchange", "routing_key"} & call.options.keys():
            continue
        task = own.get(call.task) if call.how in {"delay", "apply_async"} else None
        name = task.name if task and "queue" not in task.options else None
        name = _CHUNK if call.how == "chunks" else name
        if name and found.of(name) is None and not (task and _is_routed_otherwise(task, found)):
            yield name, call.place


def unrouted(project: Project, found: Routes) -> str | None:
    """The name of a task that no route, no call and no word of its own sends to another queue; None for none.

    Nor for a program that names a queue wherever it sends something, be it known or not what that is.
    """
    strangers = [call for call in project.calls if call.task is None and call.how in _SENDS]
    if strangers and all("queue" in call.options for call in strangers):
        return None
    whole = project.tasks if project.tasks_complete else ()
    return next((task.name for task in whole if _has_no_queue(project, task, found)), None)


def sends_itself(project: Project) -> bool:
    """Whether Celery itself sends tasks that nothing routes: parts of canvases, and what deletes old results."""
    chords = any(canvas.kind == "chord" for canvas in project.canvases)
    maps = any(call.how in _MAPS and call.task for call in project.calls)
    backend = project.config["result_backend"].value
    expires = project.config["result_expires"]
    swept = isinstance(backend, str) and backend.startswith(_SWEPT) and expires.decided and bool(expires.value)
    return chords or maps or (swept and bool(project.deployment.of("beat")))


def _has_no_queue(project: Project, task: Task, found: Routes) -> bool:
    """Whether neither the task, nor a route, nor each of its calls, the schedule's among them, names a queue."""
    calls = [call.options for call in project.calls if call.task == task.name]
    calls += [options for name, options in scheduled(project) if name == task.name]
    said = not task.options_complete or (bool(calls) and all("queue" in options for options in calls))
    routed = found.of(task.name or "") or _is_routed_otherwise(task, found)
    return not said and "queue" not in task.options and not routed


def _is_routed_otherwise(task: Task, found: Routes) -> bool:
    """Whether a route has its name behind other modules: seen from another folder, that may be what it is called."""
    return any(route.kind == "name" and route.written.endswith(f".{task.function}") for route in found.all)


def left_out_by(project: Project, default: str) -> Value | None:
    """The value that leaves the default queue out; None where some worker reads it, or may."""
    read, found = consumed(project), declared(project)
    if read is not None:
        chosen = [value for value in listening(project) if isinstance(value, Value)]
        if default in read:
            return None
        if len(chosen) == len(project.deployment.workers):
            return chosen[0]
        # Without any declared, a worker has left it out by -X, which is a choice.
        return project.config["task_queues"] if found.declared else None
    if project.deployment.workers or not found.declared or not found.complete or default in found.names:
        return None
    return project.config["task_queues"]
