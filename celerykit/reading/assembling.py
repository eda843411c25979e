"""From the modules of a program to its projects."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from celerykit.catalogue import defaults
from celerykit.project import Call, Config, Entry, Failure, Project, ResultRead
from celerykit.reading.apps import App, Apps, is_test
from celerykit.reading.celery_versions import parts
from celerykit.reading.conf_writes import ConfWrites, conf_writes
from celerykit.reading.config_objects import Contents, contents
from celerykit.reading.config_sources import ConfigSources, text_of
from celerykit.reading.constructors import Construction, construction
from celerykit.reading.django_settings import django_settings
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.precedence import in_force
from celerykit.reading.result_reads import ResultReads
from celerykit.reading.sends import Sends
from celerykit.reading.sources import Module
from celerykit.reading.tasks import Declared, Tasks
from celerykit.reading.things import Class, InModule, Thing
from celerykit.reading.worker_imports import WorkerImports, worker_imports

__all__ = ["Assembler"]

# The newest Celery that is known here; its defaults and its reading of names hold where no version is pinned.
_NEWEST = (5, 7)


@dataclass(frozen=True, slots=True, repr=False)
class _Doings:
    """What the modules of a program do; calls and reads each with the app they belong to, None for any."""

    declared: tuple[Declared, ...]
    calls: tuple[tuple[Call, ast.Call | None], ...]
    reads: tuple[tuple[ResultRead, ast.Call | None], ...]


@dataclass(frozen=True, slots=True, repr=False)
class _AppRead:
    """What is said of one app."""

    config: Config
    imported: WorkerImports
    failures: tuple[Failure, ...]
    evaluator: Evaluator


@dataclass(slots=True, repr=False)
class Assembler:
    """Makes projects.

    outlines: of all modules that may say something about Celery. apps: all that they create.
    celery: the version that the project pins, or "". started: modules that workers are started with.
    not_checked: a sentence for each thing that could not be looked at. judged: modules that hold an app's config;
    judged_paths: files in which settings of an app stand.
    """

    names: Names
    outlines: Sequence[Outline]
    apps: Sequence[App] = ()
    celery: str = ""
    started: Sequence[Module] = ()
    not_checked: list[str] = field(default_factory=list)
    judged: set[Module] = field(default_factory=set)
    judged_paths: set[str] = field(default_factory=set)
    _doings: _Doings | None = None
    _reads: dict[ast.Call, _AppRead] = field(default_factory=dict)

    def of_app(self, app: App) -> Project:
        """The project of one app."""
        read = self._read(app)
        doings = self._all_doings(read.evaluator)
        elsewhere = self._elsewhere(app) if len(self.apps) > 1 else frozenset()
        tasks = [each for each in doings.declared if self._may_be(each, app, elsewhere)]
        foreign = {each.task.name for each in doings.declared} - {each.task.name for each in tasks} - {None}
        own = (None, app.call)
        return Project(
            config=read.config,
            app=app.target,
            app_place=app.place,
            tasks=tuple(each.task for each in tasks),
            calls=tuple(call for call, its in doings.calls if its in own and call.task not in foreign),
            reads=tuple(found for found, its in doings.reads if its in own and found.task not in foreign),
            imported=read.imported.names(),
            imports_complete=read.imported.complete,
            celery=self.celery,
            tests=is_test(app.module.path),
            failures=read.failures,
        )

    def _read(self, app: App) -> _AppRead:
        """What is said of one app, read once."""
        if app.call not in self._reads:
            evaluator = Evaluator(self.names)
            evaluator.django = django_settings(self.names.outline(app.module), evaluator)
            made = construction(app, evaluator)
            writes = conf_writes(app, self.outlines, Apps(self.names), evaluator)
            sources = ConfigSources(evaluator)
            config = self._config_of(app, made, writes, sources, evaluator)
            self.judged |= sources.judged
            self.judged_paths |= {each.place.path for each in config.entries if each.place}
            self.not_checked += sources.not_checked
            imported = worker_imports(app, config, writes.discoveries, evaluator, self.started)
            self._reads[app.call] = _AppRead(config, imported, tuple(sources.failures), evaluator)
        return self._reads[app.call]

    def _elsewhere(self, app: App) -> frozenset[str]:
        """The modules that other apps' workers import, and this one's do not."""
        others = [self._read(each).imported.names() for each in self.apps if each.call is not app.call]
        return frozenset().union(*others) - self._read(app).imported.names()

    def _may_be(self, each: Declared, app: App, elsewhere: frozenset[str]) -> bool:
        """Whether a task is this app's: declared with it, or shared and not where only other apps look."""
        return each.app is app.call or (each.app is None and each.task.module not in elsewhere)

    def _config_of(
        self, app: App, made: Construction, writes: ConfWrites, sources: ConfigSources, evaluator: Evaluator
    ) -> Config:
        namespace = made.namespace
        objects: list[Contents] = []
        if made.source:
            objects.append(sources.read(made.source, app.scope, namespace))
        for spot in writes.sources:
            node, said = _given(spot.node)
            namespace = text_of(said, spot.scope, evaluator) or namespace
            objects.append(sources.read(node, spot.scope, namespace))
        complete = made.complete and writes.complete and (not objects or objects[-1].complete)
        written = [part.entries for part in objects]
        entries = in_force(written, (*made.entries, *writes.entries), namespace, parts(self.celery))
        return self._config(entries, namespace, complete, app.module.path)

    def _all_doings(self, evaluator: Evaluator) -> _Doings:
        if self._doings is None:
            finder = Apps(self.names)
            mains = {app.call: construction(app, evaluator).main for app in self.apps}
            tasks = Tasks(finder, evaluator, mains)
            sends = Sends(tasks, evaluator)
            reads = ResultReads(self.names, sends)
            self._doings = _Doings(
                tuple(each for outline in self.outlines for each in tasks.declared_in(outline)),
                tuple(call for outline in self.outlines for call in sends.in_module(outline)),
                tuple(read for outline in self.outlines for read in reads.in_module(outline)),
            )
        return self._doings

    def of_config(self, thing: Thing, module: Module, namespace: str = "") -> Project:
        """The project of a config object that belongs to no app."""
        evaluator = Evaluator(self.names)
        self.judged.add(module)
        if "INSTALLED_APPS" in self.names.outline(module).scope.bindings and isinstance(thing, (InModule, Class)):
            evaluator.django = thing
        held = contents(thing, evaluator, namespace)
        entries = in_force([held.entries], (), namespace, parts(self.celery))
        config = self._config(entries, namespace, held.complete, module.path)
        return Project(config=config, celery=self.celery, tests=is_test(module.path))

    def _config(self, entries: Iterable[Entry], namespace: str, complete: bool, subject: str) -> Config:
        return Config(tuple(entries), namespace, complete, defaults(parts(self.celery) or _NEWEST), subject)


def _given(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    """The object and the namespace that a call of config_from_object gives."""
    words = {word.arg: word.value for word in call.keywords}
    return (call.args[0] if call.args else words.get("obj")), words.get("namespace")
