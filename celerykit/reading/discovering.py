"""Which modules of a folder have to do with Celery, and which apps and configs they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from celerykit.reading.apps import App, Apps
from celerykit.reading.folders import python_files
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline

__all__ = ["apps_in", "is_config_file", "relevant", "variables"]

# A file without any of these neither configures Celery, nor declares, sends or reads a task.
_SIGNS = (b"elery", b"ELERY", b".delay(", b".apply_async(", b"AsyncResult", b".conf.", b".conf[")


def relevant(folder: Path, names: Names) -> Iterator[Outline]:
    """The outlines of the files below a folder that may say something about Celery."""
    for file in python_files(folder):
        content = names.program.content(file)
        if is_config_file(file.name) or any(sign in content for sign in _SIGNS):
            module = names.program.module(file)
            if module:
                yield names.outline(module)


def apps_in(outlines: list[Outline], apps: Apps) -> list[App]:
    """The apps that modules create, in the order of the files."""
    return [app for outline in outlines for app in apps.created_in(outline)]


def is_config_file(path: str) -> bool:
    """Whether a file is a config module by its name: `celeryconfig.py`, `celery_config.py`, `config_celery.py`."""
    stem = path.rpartition("/")[2].removesuffix(".py").replace("_", "").lower()
    return "celery" in stem and ("conf" in stem or "settings" in stem)


def variables() -> Iterator[tuple[str, str]]:
    """The targets that the environment names, as the `celery` command would take them, strongest first."""
    for name in ("CELERY_APP", "CELERY_CONFIG_MODULE"):
        if os.environ.get(name):
            yield name, os.environ[name]
