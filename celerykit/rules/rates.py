"""Rate limits, as Celery reads them (celery/utils/time.py, rate)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from celerykit.project import Project, Value
from celerykit.rules.options import in_force, is_own, key, kinds_of_task, who
from celerykit.rules.tasks_known import may_exist

__all__ = ["RateLimit", "fault", "per_second", "rate_limits"]

# Annotations know no patterns: a name with one of these is no task's.
_GLOB = frozenset("*?[")
_UNITS = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A rate limit that somebody wrote, and that is in force.

    whose: of which task, "a task" for any. name: where it is set.
    """

    value: Value
    whose: str
    name: str


def rate_limits(project: Project) -> Iterator[RateLimit]:
    """The known rate limits in force, each once: of the tasks, of those that are annotated by names that a task
    may have which was not seen, and the one of the settings, which holds for Celery's own tasks, too.
    """
    seen: list[Value] = []
    for limit in (*_of_tasks(project), *_annotated(project), *_default(project)):
        if limit.value.known and limit.value.value is not None and limit.value not in seen:
            seen.append(limit.value)
            yield limit


def _of_tasks(project: Project) -> Iterator[RateLimit]:
    for task in kinds_of_task(project):
        value = in_force(project, task, "rate_limit")
        yield RateLimit(value, who(task, own=is_own(task, "rate_limit", value)), "rate_limit")


def _annotated(project: Project) -> Iterator[RateLimit]:
    annotations = project.config["task_annotations"]
    if not _has_last_word(annotations):
        named = (name for name in annotations.keys if isinstance(name, str))
        for name in sorted(set(named) - {task.name for task in project.tasks}):
            if not _GLOB.isdisjoint(name) or not may_exist(project, name):
                continue
            value = key(annotations.keys[name], "rate_limit")
            if value:
                yield RateLimit(value, name, "rate_limit")


def _default(project: Project) -> Iterator[RateLimit]:
    value, annotations = project.config["task_default_rate_limit"], project.config["task_annotations"]
    if annotations.decided and not _has_last_word(annotations):
        yield RateLimit(value, "a task", "task_default_rate_limit")


def _has_last_word(annotations: Value) -> bool:
    """Whether the annotation for all tasks says a rate limit."""
    star = key(annotations, "*")
    return star is not None and key(star, "rate_limit") is not None


def fault(rate: object) -> Literal["", "unit", "number"]:
    """What is wrong with a rate: its unit is none, its number is none; "" for nothing, and for what is no text."""
    if not isinstance(rate, str) or not rate:
        return ""
    number, _, unit = rate.partition("/")
    if (unit or "s") not in _UNITS:
        return "unit"
    try:
        float(number)
    except ValueError:
        return "number"
    return ""


def per_second(rate: object) -> float | None:
    """A rate in tasks per second; None for what is no rate."""
    if isinstance(rate, (int, float)) and not isinstance(rate, bool):
        return float(rate)
    if not isinstance(rate, str) or not rate or fault(rate):
        return None
    number, _, unit = rate.partition("/")
    return float(number) / _UNITS[unit or "s"]
