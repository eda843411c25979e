"""Which modules of a folder have to do with Celery, and which apps and configs they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from celerykit.project import Project
from celerykit.reading.apps import App, Apps
from celerykit.reading.for_tests import is_test
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.sources import Module
from celerykit.reading.things import Expression

__all__ = ["apps_in", "does_something", "is_config_file", "is_for_a_moment", "only_one", "relevant", "variables"]

# A file without any of these neither configures Celery, nor declares, sends or reads a task.
_SIGNS = (
    b"elery", b"ELERY", b".delay(", b".delay,", b".delay)", b".apply_async", b"AsyncResult", b".conf.", b".conf[",
    b"_on_commit(", b"autodiscover_tasks(", b"config_from_object(", b"periodic_task(", b"register_task(", b"send_task(",
    b".task(", b".task\n", b".task\r", b"@shared_task",
)  # fmt: skip


def relevant(folder: Path, names: Names) -> Iterator[Outline]:
    """The outlines of the files below a folder that may say something about Celery."""
    for file in names.program.python_files(folder):
        content = names.program.content(file)
        if is_config_file(file.name) or any(sign in content for sign in _SIGNS):
            module = names.program.module(file)
            if module:
                yield names.outline(module)


# What a file of settings has only if it does more than that.
_DOINGS = (
    b"\n@", b".delay(", b".apply_async", b".s(", b".si(", b"AsyncResult", b"chord(", b"group(", b"chain(", b"_task(",
    b"_on_commit(",
)  # fmt: skip


def does_something(module: Module, names: Names) -> bool:
    """Whether a module may declare, send or read tasks."""
    content = names.program.content(module.file)
    return any(sign in content for sign in _DOINGS)


def apps_in(outlines: list[Outline], apps: Apps) -> list[App]:
    """The apps that modules create, in the order of the files."""
    return [app for outline in outlines for app in apps.created_in(outline)]


def only_one(apps: list[App]) -> Expression | None:
    """The app of a program that has but one, those of its tests left out."""
    used = [app for app in apps if not is_test(app.module.path)] or apps
    return Expression(used[0].call, used[0].scope) if len(used) == 1 else None


def is_for_a_moment(app: App, project: Project, apps: Apps, outlines: Iterable[Outline]) -> bool:
    """Whether an app is made in a function to send something, and nothing is said of it: a client's."""
    said = project.config.entries or project.source or project.tasks or not project.config.complete
    return not said and app.scope.parent is not None and not any(apps.reaching(app, outlines))


def is_config_file(path: str) -> bool:
    """Whether a file is a config module by its name: `celeryconfig.py`, `celery_config.py`, `config_celery.py`."""
    stem = path.rpartition("/")[2].removesuffix(".py").replace("_", "").lower()
    return "celery" in stem and ("conf" in stem or "settings" in stem)


def variables() -> Iterator[tuple[str, str]]:
    """The targets that the environment names, as the `celery` command would take them, strongest first."""
    for name in ("CELERY_APP", "CELERY_CONFIG_MODULE"):
        if os.environ.get(name):
            yield name, os.environ[name]
