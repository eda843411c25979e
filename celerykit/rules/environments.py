"""The environment variables that files set for the processes of a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from celerykit.catalogue import SETTINGS, VARIABLES
from celerykit.project import Project, Value
from celerykit.values.places import Place

__all__ = ["OF_THE_COMMAND", "OPTIONS", "Variable", "by_name", "unread_setting"]

# The `celery` command reads these for its options (celery/bin/celery.py): each with the name that all processes read.
OF_THE_COMMAND = {"BROKER_URL": "CELERY_BROKER_URL", "RESULT_BACKEND": "CELERY_RESULT_BACKEND"}
OPTIONS = {"BROKER_URL": "--broker", "CELERY_BROKER": "--broker", "RESULT_BACKEND": "--result-backend"}
# More of its options, named like settings (celery/bin, auto_envvar_prefix).
_LIKE_SETTINGS = frozenset({
    "CELERY_BEAT_SCHEDULER", "CELERY_WORKER_CONCURRENCY", "CELERY_WORKER_DISABLE_PREFETCH", "CELERY_WORKER_LOGFILE",
    "CELERY_WORKER_MAX_MEMORY_PER_CHILD", "CELERY_WORKER_MAX_TASKS_PER_CHILD", "CELERY_WORKER_PIDFILE",
    "CELERY_WORKER_POOL", "CELERY_WORKER_POOL_START_METHOD", "CELERY_WORKER_PREFETCH_MULTIPLIER",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as one file sets it for one process, or for all that run in an image.

    kind: of the process ("worker", "web", …), "image" for a Dockerfile. doubtful: it may be another app's process.
    """

    name: str
    value: Value
    kind: str
    doubtful: bool = False


def unread_setting(name: str) -> str | None:
    """The setting that a variable is named after which Celery does not read from the environment; None for others."""
    setting = name.removeprefix("CELERY_").lower()
    if not name.startswith("CELERY_") or not name.isupper() or name in VARIABLES or name in _LIKE_SETTINGS:
        return None
    return setting if setting in SETTINGS else None


def by_name(project: Project) -> dict[str, list[Variable]]:
    """All variables that are set, each place once, by their names, in the order in which they were found."""
    found: dict[str, list[Variable]] = {}
    environments: list[tuple[str, Place | None, Mapping[str, Value], bool]]
    environments = [(each.kind, each.place, each.environment, each.doubtful) for each in project.deployment.processes]
    environments += [("image", image.place, image.environment, False) for image in project.deployment.images]
    for kind, place, environment, doubtful in environments:
        for name, value in environment.items():
            others = found.setdefault(name, [])
            placed = replace(value, place=value.place or place)
            if placed.place is None or all(placed.place != other.value.place for other in others):
                others.append(Variable(name, placed, kind, doubtful))
    return found
