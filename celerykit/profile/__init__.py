"""A profile: found, read, layered, compiled into what Celery will see."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from celerykit.project import Project

__all__ = ["as_project"]


def as_project(name: str) -> Project:
    """A profile by name, compiled for this process, as rules judge it. Raises as load_profile does."""
    from celerykit.profile.judging import as_project

    return as_project(name)
