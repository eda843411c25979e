"""What is in force of an option: of a task, of a worker, of the transport."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from celerykit.project import Project, State, Task, Value
from celerykit.rules.release import older_than

__all__ = [
    "acked_on",
    "bound_of",
    "has_children",
    "in_force",
    "is_late",
    "is_own",
    "key",
    "kinds_of_task",
    "lateness",
    "of_workers",
    "transport_option",
    "who",
]

_UNKNOWN = Value(State.UNKNOWN)
# Pools whose tasks run in the worker's own process: there is no child that could be killed under it.
_NO_CHILDREN = ("solo", "threads", "gevent", "eventlet")


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


def is_late(project: Project, task: Task | None) -> bool:
    """Whether a task is known to be acknowledged only at its end."""
    late = in_force(project, task, "acks_late")
    return late.known and bool(late.value)


def lateness(project: Project) -> Value | None:
    """What makes tasks be acknowledged late, of the first that are; None where none is known to be."""
    found = (in_force(project, task, "acks_late") for task in kinds_of_task(project))
    return next((late for late in found if late.known and late.value), None)


def acked_on(project: Project, task: Task | None, what: Literal["failure", "timeout"]) -> tuple[Value, str]:
    """Whether a late task that ends so is acknowledged, and the option that says it.

    Before Celery 5.7 one option says both; since then it says what the two of their own leave open
    (celery/app/task.py, bind).
    """
    both = "acks_on_failure_or_timeout"
    if older_than(project, "5.7"):
        return in_force(project, task, both), both
    own = in_force(project, task, f"acks_on_{what}")
    if own.unknown or own.value is not None:
        return own, f"acks_on_{what}"
    return in_force(project, task, both), both


def of_workers(project: Project, option: str, setting: str) -> tuple[Value, ...]:
    """What is in force of an option in each worker: what its command says, else the setting.

    A command that may say more than is seen (`$CELERY_OPTS`) makes it unknown. Without a worker: the setting.
    """
    found = [
        process.options.get(option) or (project.config[setting] if process.complete else _UNKNOWN)
        for process in project.deployment.workers
    ]
    return tuple(found) or (project.config[setting],)


def has_children(project: Project) -> bool:
    """Whether a worker is known to run its tasks in processes of their own, which can be killed."""
    pools = of_workers(project, "pool", "worker_pool")
    return any(pool.decided and pool.value not in _NO_CHILDREN for pool in pools)


def bound_of(project: Project, task: Task | None) -> tuple[Value, str]:
    """What bounds the run of a task, and its name where it is set: the hard limit, else the soft one."""
    hard, hard_name = _limit(project, task, "time_limit")
    soft, soft_name = _limit(project, task, "soft_time_limit")
    return (hard, hard_name) if hard.unknown or hard.value or not soft.value else (soft, soft_name)


def _limit(project: Project, task: Task | None, name: str) -> tuple[Value, str]:
    """A limit of a task: its own, else the widest that a worker has by its command or the settings."""
    found = in_force(project, task, name)
    if found != project.config[f"task_{name}"]:
        return found, name if is_own(task, name, found) else f"task_{name}"
    told = of_workers(project, name, f"task_{name}")
    if any(value.unknown for value in told):
        return _UNKNOWN, f"task_{name}"
    numbers = [value for value in told if isinstance(value.value, (int, float)) and value.value]
    if len(numbers) < len(told):
        return found, f"task_{name}"
    widest = max(numbers, key=lambda value: float(value.value))
    return widest, f"task_{name}" if widest is found else f"--{name.replace('_', '-')}"


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
