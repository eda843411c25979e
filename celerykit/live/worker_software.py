"""What software a worker runs, as far as it says so, and which settings that does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from celerykit.catalogue import SETTINGS
from celerykit.live.workers import Worker
from celerykit.project import Project
from celerykit.rules.release import numbers

__all__ = ["newest_of", "passed_over", "software"]

_MINOR = 2  # numbers of a version, up to which it says what Celery knows

# celery/app/utils.py, BUGREPORT_INFO: "software -> celery:5.7.0 (name) kombu:5.7.0 py:3.11.7".
_NAMES = {"celery": "Celery", "kombu": "kombu", "py": "Python"}
_PART = re.compile(r"\b(celery|kombu|py):(\d+(?:\.\d+)*[\w.+-]*)")


def software(worker: Worker) -> Mapping[str, str]:
    """The versions of Celery, kombu and Python, by these names; nothing of what its report does not tell."""
    head = (worker.report or "").partition("platform ->")[0]
    return {_NAMES[name]: version for name, version in _PART.findall(head)}


def passed_over(project: Project, version: str) -> Iterator[str]:
    """The settings that somebody wrote, and that a Celery of that version does not know."""
    for entry in project.config.in_force():
        known, value = SETTINGS.get(entry.setting or ""), entry.value
        # Without a value, or with Celery's own, nothing is missed.
        if known is None or not known.since or not value.known or value.value in (None, False, known.default):
            continue
        if numbers(version)[:_MINOR] < numbers(known.since)[:_MINOR]:
            yield known.name


def newest_of(names: Sequence[str]) -> str:
    """The Celery that knows all of these settings."""
    return max((SETTINGS[name].since for name in names), key=numbers)
