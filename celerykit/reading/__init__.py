"""A program, read without running it, into a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from celerykit.reading.result import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Reading", "read"]


def read(targets: Sequence[str], *, root: Path, static: bool, python: str | None = None) -> Reading:
    """The projects that targets name; without a target, what is found under `root`.

    A target is a module (`celeryconfig`), an app (`proj.celery_app:app`), a file or a folder. static: the source is
    read and nothing else happens; otherwise the configuration is loaded as well, as Celery would, by the interpreter
    `python` (else the project's own) in a process of its own.
    Raises TargetNotFound.
    """
    from celerykit.reading import run

    return run.read(targets, root=root, static=static, python=python)
