"""What reading a program yields."""

from __future__ import annotations

from dataclasses import dataclass

from celerykit.project import Project

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    projects: one for each Celery app, and one for each config that belongs to none.
    not_checked: one sentence for each thing that could not be looked at. parsed: how many files were parsed.
    """

    projects: tuple[Project, ...] = ()
    not_checked: tuple[str, ...] = ()
    parsed: int = 0
