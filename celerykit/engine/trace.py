"""A trace: what became of one task, in each system that the program leads to."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.engine.examine import Manner, systems_of
from celerykit.engine.plan import Plan
from celerykit.live.system import system_of
from celerykit.live.task_fate import Fate, fate

__all__ = ["trace"]


def trace(plan: Plan, task_id: str, manner: Manner, *, python: str | None = None) -> Iterator[Fate]:
    """The fate of the task in each system, asked one after the other.

    Raises UsageError where nothing tells where the broker is.
    """
    projects, _ = systems_of(plan, python=python)
    for project in projects:
        with system_of(project, limit=manner.limit) as system:
            yield fate(system, task_id)
