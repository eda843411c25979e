"""Calls that send a task to be run later."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.project import Call, Project
from celerykit.rules.tasks_known import is_sent_here

__all__ = ["delayed"]


def delayed(project: Project) -> Iterator[Call]:
    """The calls with a countdown or an ETA, be it known or not, and the retries that have one by default.

    Of the app of a program only those whose task is known: of the others the app is not known either, where a program
    has several.
    """
    for call in (call for call in project.calls if is_sent_here(project, call.task)):
        given = [call.options[name] for name in ("countdown", "eta") if name in call.options]
        if any(value.unknown or value.value for value in given) or (call.how == "retry" and not given):
            yield call
