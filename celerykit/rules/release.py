"""Releases of Celery, compared."""

from __future__ import annotations

import re

from celerykit.project import Project

__all__ = ["numbers", "older_than"]


def numbers(release: str) -> tuple[int, ...]:
    """ "5.4.0rc1" → (5, 4, 0); what follows the numbers does not count."""
    found = re.match(r"\d+(?:\.\d+)*", release)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def older_than(project: Project, release: str) -> bool:
    """Whether the project is known to use a Celery before that release."""
    return bool(project.celery) and numbers(project.celery) < numbers(release)
