"""The priorities that tasks are sent with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.project import Project, Value
from celerykit.rules.options import in_force, key
from celerykit.rules.routes import routes
from celerykit.rules.tasks_known import is_sent_here

__all__ = ["LEAST_URGENT", "Urgency", "default_priority", "says_so", "says_the_opposite", "urgencies"]

# On Redis; kombu takes what is above for it (kombu/transport/virtual/base.py, Channel.max_priority).
LEAST_URGENT = 9
_URGENT = re.compile(r"(?<![a-z])(high(est)?|urgent|critical|important|immediate)(?![a-z])", re.IGNORECASE)
_LEISURELY = re.compile(r"(?<![a-z])(low(est)?|bulk|background|batch|idle)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Urgency:
    """A priority that somebody gives: to which task, or by which route; "a task" where that cannot be known."""

    who: str
    number: int
    value: Value


def urgencies(project: Project) -> Iterator[Urgency]:
    """The priorities that are known, of calls, tasks, routes and the schedule."""
    # Of a call whose task is not known, the app is not known either, where a program has several.
    for call in (call for call in project.calls if is_sent_here(project, call.task)):
        yield from _of(call.task or "a task", call.options.get("priority"))
    for task in project.tasks:
        value = task.options.get("priority")
        if value is not None and in_force(project, task, "priority") is value:
            yield from _of(task.name or task.function, value)
    for route in routes(project).all:
        yield from _of(route.written, key(route.target, "priority"))
    for entry in project.config["beat_schedule"].keys.values():
        options, name = key(entry, "options"), key(entry, "task")
        who = str(name.value) if name and name.known else "a task"
        yield from _of(who, key(options, "priority") if options else None)
    for each in project.periodic:
        yield from _of(each.task or "a task", each.options.get("priority"))


def default_priority(project: Project) -> Iterator[Urgency]:
    """The priority of tasks that have none of their own, where somebody set it."""
    value = project.config["task_default_priority"]
    if value.known:
        yield from _of("a task", value)


def _of(who: str, value: Value | None) -> Iterator[Urgency]:
    if value is not None and value.known and isinstance(value.value, int) and not isinstance(value.value, bool):
        yield Urgency(who, value.value, value)


def says_the_opposite(given: Urgency) -> bool:
    """Whether the name of a constant, `PRIORITY_HIGH`, says that Redis is taken for RabbitMQ."""
    return _named(given, _URGENT if given.number > LEAST_URGENT // 2 else _LEISURELY)


def says_so(given: Urgency) -> bool:
    """Whether the name of a constant says that the lower number is meant to come first."""
    return _named(given, _LEISURELY if given.number > LEAST_URGENT // 2 else _URGENT)


def _named(given: Urgency, word: re.Pattern[str]) -> bool:
    return not given.value.text.isdigit() and bool(word.search(given.value.text))
