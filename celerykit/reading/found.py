"""A project on its way through reading, with what loading needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from celerykit.project import Project

__all__ = ["Found"]


@dataclass(frozen=True, slots=True)
class Found:
    """A project that was read.

    module, attribute: what a worker would be given: `proj.celery` and `app`, `celeryconfig` and "".
    kind: an app, a config of its own, or what is there of a program without either. top: the folder from which the
    module is imported.
    folder: where its file stands; `celery` is often started there, and then imports its neighbours by their bare names.
    """

    project: Project
    kind: Literal["app", "config", "rest"]
    module: str
    attribute: str
    top: Path
    folder: Path
