"""Which app a process runs, by what `-A` names: `celery -A proj worker`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from celerykit.project import Deployment, Process
from celerykit.reading.apps import App, Apps
from celerykit.reading.deployment import Launched, Launches
from celerykit.reading.names import Names
from celerykit.reading.sources import Module
from celerykit.reading.things import InModule

__all__ = ["deployment_of", "started_modules"]


def started_modules(found: Launches, names: Names, apps: Iterable[Module]) -> tuple[Module, ...]:
    """The modules of the program that Celery is started with.

    apps: the modules that create apps; what stands beside them is found by the names that they use for each other.
    """
    said = {_named(each.process).partition(":")[0] for each in found.launched} | set(found.named)
    near = (None, *apps)
    modules = (module for dotted in sorted(said) for tail in _tails(dotted) for module, _ in _meant(tail, names, near))
    return tuple(dict.fromkeys(modules))


def deployment_of(app: App | None, every: Sequence[App], found: Launches, finder: Apps) -> Deployment:
    """The processes that run an app, or may do so: those that do not run another app of the program.

    app: None for a config without one, which may be that of any process.
    """
    processes: list[Process] = []
    for each in found.launched:
        calls = _calls(each, every, finder) if app else None
        if app is None or calls is None:
            processes.append(each.process)
        elif app.call in calls:
            processes.append(each.process if len(calls) == 1 else replace(each.process, doubtful=True))
    return Deployment(tuple(processes), found.images, found.complete)


def _calls(launched: Launched, every: Sequence[App], finder: Apps) -> set[ast.Call] | None:
    """The apps that a process may run, by the calls that create them; None where it cannot be told.

    Of several that go by one name, in a repository of many programs, the nearest to the file or the build counts.
    """
    dotted, _, attribute = _named(launched.process).partition(":")
    files = {each.call: each.module.file for each in every}
    near = (None, *dict.fromkeys(each.module for each in every))
    for tail in _tails(dotted):
        calls = {
            call
            for module, last in _meant(tail, finder.names, near)
            for name, call in finder.in_module(module)
            if call in files and (attribute or last) in {"", name}
        }
        if calls:
            depths = {call: _shared(files[call], launched.folder) for call in calls}
            return {call for call in calls if depths[call] == max(depths.values())}
    return None


def _named(process: Process) -> str:
    """What `-A` names, or the variable that takes its place (celery/bin/celery.py)."""
    variable = process.environment.get("CELERY_APP")
    return process.app or (str(variable.value) if variable and variable.known else "")


def _meant(dotted: str, names: Names, near: Sequence[Module | None]) -> Iterator[tuple[Module, str]]:
    """The modules that a dotted name may mean, each with the attribute of it that is meant, "" for any.

    `-A proj.app` is a module, or an attribute of one; of a package, Celery looks into `proj.celery`.
    """
    head, _, last = dotted.rpartition(".")
    for name, attribute in ((dotted, ""), (f"{dotted}.celery", ""), (head, last)):
        for neighbour in near if name else ():
            thing = names.module(name, neighbour)
            if isinstance(thing, InModule):
                yield thing.module, attribute


def _tails(dotted: str) -> Iterator[str]:
    """A container often keeps the program under another folder, which then leads the name."""
    while dotted:
        yield dotted
        dotted = dotted.partition(".")[2]


def _shared(file: Path, folder: Path) -> int:
    """How many folders from the top a file and a folder have in common."""
    return next((len(each.parts) for each in (folder, *folder.parents) if file.is_relative_to(each)), 0)
