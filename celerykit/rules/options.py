"""What is in force of an option: of a task, of the transport."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.project import Project, State, Task, Value

__all__ = ["bound_of", "in_force", "is_own", "key", "kinds_of_task", "transport_option", "who"]

_UNKNOWN = Value(State.UNKNOWN)


def kinds_of_task(project: Project) -> tuple[Task | None, ...]:
    """The tasks to judge: those that the program declares; None, for any task, where it declares none."""
    return project.tasks or (None,)


def in_force(project: Project, task: Task | None, name: str) -> Value:
    """The value of an option (`acks_late`) for a task; for None, of a task that says nothing of its own.

    A task's own None inherits the setting (celery/app/task.py, Task.from_config). An annotation beats both, and the
    one for "*" beats the one for a name (celery/app/annotations.py).
    """
    annotations = project.config["task_annotations"]
    if not _is_readable(annotations):
        return _UNKNOWN
    for subject in ("*", task.name if task else None):
        said = key(annotations, subject) if subject else None
        value = key(said, name) if said else None
        if value:
            return value
        if said and not _is_readable(said):
            return _UNKNOWN
    own = task.options.get(name) if task else None
    if own is None or (own.known and own.value is None):
        return project.config[f"task_{name}"]
    return own


def is_own(task: Task | None, name: str, value: Value) -> bool:
    """Whether what is in force of an option is what the task itself says, not a setting."""
    return task is not None and task.options.get(name) is value


def who(task: Task | None, *, own: bool) -> str:
    """How a message calls the tasks that it is about: by name where the cause is the task's `own`."""
    return (task.name or task.function) if task and own else "a task"


def bound_of(project: Project, task: Task | None) -> tuple[Value, str]:
    """What bounds the run of a task, and its name where it is set: the hard limit, else the soft one."""
    hard = in_force(project, task, "time_limit")
    soft = in_force(project, task, "soft_time_limit")
    found, name = (hard, "time_limit") if hard.unknown or hard.value or not soft.value else (soft, "soft_time_limit")
    return found, name if is_own(task, name, found) else f"task_{name}"


def transport_option(project: Project, name: str, default: object) -> Value:
    """The value of a key of broker_transport_options, else the transport's default."""
    options = project.config["broker_transport_options"]
    found = key(options, name)
    if found is None and not _is_readable(options):
        return _UNKNOWN
    return found or Value(State.DEFAULT, default)


def _is_readable(mapping: Value) -> bool:
    """Whether all keys of a mapping are known; None is an empty one."""
    if mapping.open or (mapping.unknown and not mapping.keys):
        return False
    return mapping.unknown or not mapping.value or isinstance(mapping.value, Mapping)


def key(mapping: Value, name: str) -> Value | None:
    """What a mapping holds under a key, with its own place where that is known; None where it has no such key."""
    if name in mapping.keys:
        return mapping.keys[name]
    if mapping.known and isinstance(mapping.value, Mapping) and name in mapping.value:
        return Value(State.KNOWN, mapping.value[name], mapping.place, mapping.source)
    return None
