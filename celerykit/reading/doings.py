"""What the modules of a program do with tasks."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from celerykit.project import Call, Canvas, Client, Discovery, Periodic, Project, ResultRead
from celerykit.reading.apps import App, Apps
from celerykit.reading.canvases import Canvases
from celerykit.reading.clients import clients
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.for_tests import is_test
from celerykit.reading.outlines import Outline
from celerykit.reading.periodic import Schedules
from celerykit.reading.result_reads import ResultReads
from celerykit.reading.sends import Sends
from celerykit.reading.sources import Module
from celerykit.reading.tasks import Declared, Tasks
from celerykit.reading.things import InModule
from celerykit.values.places import Place

__all__ = ["Doings", "doings", "of_any_app", "with_declared"]

_DECLARING = re.compile(rb"shared_task|task\s*\(|\.task\s|Task\)")


@dataclass(frozen=True, slots=True, repr=False)
class Doings:
    """Calls, reads and schedules each with the app they belong to, None for any.

    complete: False where there may be more tasks than these; periodic_complete: more on the schedule.
    security: the places where `setup_security` is called. guessed: nothing tells by which names modules are imported.
    """

    declared: tuple[Declared, ...]
    complete: bool
    calls: tuple[tuple[Call, ast.Call | None], ...]
    reads: tuple[tuple[ResultRead, ast.Call | None], ...]
    canvases: tuple[Canvas, ...]
    periodic: tuple[tuple[Periodic, ast.Call | None], ...]
    periodic_complete: bool
    clients: tuple[Client, ...]
    security: tuple[tuple[Place, ast.Call | None], ...]
    guessed: bool


def doings(
    outlines: Sequence[Outline], apps: Sequence[App], mains: Mapping[ast.Call, str], evaluator: Evaluator
) -> Doings:
    """What modules do with tasks. What tests do is left out, unless they make an app themselves, or are no tests:
    what the program imports from a module named like one is its own.

    mains: the first argument of each app.
    """
    made_in = {app.module for app in apps} | _imported(outlines, evaluator)
    own = [each for each in outlines if each.scope.module in made_in or not is_test(each.scope.module.path)]
    finder = Apps(evaluator.names)
    tasks = Tasks(finder, evaluator, mains, tuple(apps), own)
    sends = Sends(tasks, evaluator)
    reads = ResultReads(evaluator.names, sends)
    schedules = Schedules(sends)
    canvases = Canvases(sends)
    declared = tuple(each for outline in own for each in tasks.declared_in(outline))
    periodic = tuple(found for outline in own for found in schedules.in_module(outline))
    named = all(each.task.name for each in declared)
    hidden = any(_may_declare(file, evaluator) for file in evaluator.names.program.failures)
    return Doings(
        declared,
        tasks.complete and named and not hidden,
        tuple(call for outline in own for call in sends.in_module(outline)),
        tuple(read for outline in own for read in reads.in_module(outline)),
        tuple(canvas for outline in own for canvas in canvases.in_module(outline)),
        periodic,
        schedules.complete,
        tuple(clients(declared, own, evaluator.names)),
        tuple(found for outline in own for found in _security(outline, finder)),
        _guessed(declared, own, evaluator),
    )


def _imported(outlines: Sequence[Outline], evaluator: Evaluator) -> set[Module]:
    """The modules that are named like tests, and that others take something from."""
    found: set[Module] = set()
    for outline in outlines:
        if is_test(outline.scope.module.path):
            continue
        for spot in outline.imports:
            if isinstance(spot.node, ast.ImportFrom) and is_test(f"{(spot.node.module or '').replace('.', '/')}.py"):
                source = evaluator.names.source(spot.node, outline.scope.module)
                found |= {source.module} if isinstance(source, InModule) else set()
    return found


def _guessed(declared: Sequence[Declared], outlines: Sequence[Outline], evaluator: Evaluator) -> bool:
    """Whether tasks are named after modules of which nothing tells by which name they are imported."""
    modules = {each.task.module for each in declared if str(each.task.name).startswith(f"{each.task.module}.")}
    files = (outline.scope.module.file for outline in outlines if outline.scope.module.name in modules)
    return any(map(evaluator.names.program.tops.guessed, files))


def _may_declare(file: Path, evaluator: Evaluator) -> bool:
    """Whether a file that does not parse may declare tasks."""
    return _DECLARING.search(evaluator.names.program.content(file)) is not None


def of_any_app(project: Project, done: Doings) -> Project:
    """A project of no app that is known, with all that modules do: whose app it is, nobody can say."""
    return replace(
        project,
        tasks=tuple(each.task for each in done.declared),
        tasks_complete=done.complete,
        tasks_guessed=done.guessed,
        calls=tuple(call for call, _ in done.calls),
        reads=tuple(read for read, _ in done.reads),
        canvases=done.canvases,
        periodic=tuple(periodic for periodic, _ in done.periodic),
        periodic_complete=False,
        clients=done.clients,
        security=next((place for place, _ in done.security), None),
        imports_complete=False,
    )


def _security(outline: Outline, apps: Apps) -> list[tuple[Place, ast.Call | None]]:
    """Calls of `app.setup_security()`."""
    return [
        (spot.scope.module.place(spot.node.func), apps.of(spot.node.func.value, spot.scope))
        for spot in outline.calls
        if isinstance(spot.node.func, ast.Attribute) and spot.node.func.attr == "setup_security"
    ]


def with_declared(discovery: Discovery, declared: Sequence[Declared]) -> Discovery:
    """A discovery, with the modules below its package that declare tasks."""
    package = discovery.package
    below = {
        each.task.module
        for each in declared
        if each.task.module == package or each.task.module.startswith(f"{package}.")
    }
    return Discovery(package, discovery.related, discovery.place, discovery.found, tuple(sorted(below)))
