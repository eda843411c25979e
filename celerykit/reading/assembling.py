"""From the modules of a program to its projects."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from celerykit.project import Call, Deployment, Django, Failure, Project, ResultRead, Stray
from celerykit.reading.app_configs import AppConfig, app_config
from celerykit.reading.apps import App, Apps
from celerykit.reading.conf_writes import conf_writes
from celerykit.reading.config_projects import config_of, config_project
from celerykit.reading.config_sources import ConfigSources
from celerykit.reading.constructors import construction
from celerykit.reading.deployment import Launches
from celerykit.reading.django_projects import django_project
from celerykit.reading.django_settings import django_settings
from celerykit.reading.doings import Doings, doings, of_any_app, with_declared
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.flask_config import flask_config
from celerykit.reading.for_tests import is_test
from celerykit.reading.names import Names
from celerykit.reading.neighbours import nearest
from celerykit.reading.outlines import Outline
from celerykit.reading.signals import mentioned
from celerykit.reading.sources import Module
from celerykit.reading.strays import strays
from celerykit.reading.tasks import Declared
from celerykit.reading.things import Class, InModule, Thing
from celerykit.reading.uses import marked
from celerykit.reading.worker_commands import deployment_of
from celerykit.reading.worker_imports import WorkerImports, worker_imports
from celerykit.values.places import Place

__all__ = ["Assembler"]

_NOT_LOOKED_FOR = Launches()
_Sent = TypeVar("_Sent", Call, ResultRead)


@dataclass(frozen=True, slots=True, repr=False)
class _AppRead:
    """What is said of one app."""

    told: AppConfig
    imported: WorkerImports
    failures: tuple[Failure, ...]
    evaluator: Evaluator
    strays: tuple[Stray, ...]
    django: Django | None


@dataclass(slots=True, repr=False)
class Assembler:
    """Makes projects.

    outlines: of all modules that may say something about Celery. apps: all that they create.
    celery: the version that the project pins, or "". started: modules that workers are started with.
    launches: how the programs in the folder are run.
    own: the first parts of the names of the program's modules. variables: of the environment, that the program reads.
    not_checked: a sentence for each thing that could not be looked at. judged: modules that hold an app's config;
    judged_paths: files in which settings of an app stand.
    """

    names: Names
    outlines: Sequence[Outline]
    apps: Sequence[App] = ()
    celery: str = ""
    started: Sequence[Module] = ()
    launches: Launches = _NOT_LOOKED_FOR
    own: frozenset[str] = frozenset()
    variables: frozenset[str] | None = None
    not_checked: list[str] = field(default_factory=list)
    judged: set[Module] = field(default_factory=set)
    judged_paths: set[str] = field(default_factory=set)
    _doings: Doings | None = None
    _reads: dict[ast.Call, _AppRead] = field(default_factory=dict)
    _deployments: dict[ast.Call, Deployment] = field(default_factory=dict)
    _evaluators: dict[InModule | Class | None, Evaluator] = field(default_factory=dict)

    def of_app(self, app: App) -> Project:
        """The project of one app."""
        read = self._read(app)
        done = self._all_doings(read.evaluator)
        elsewhere = self._elsewhere(app) if len(self.apps) > 1 else frozenset()
        tasks = [each for each in done.declared if self._may_be(each, app, elsewhere)]
        foreign = {each.task.name for each in done.declared} - {each.task.name for each in tasks} - {None}
        return Project(
            config=read.told.config,
            source=read.told.source,
            variables=self.variables,
            signals=mentioned(self.outlines, self.names),
            django=read.django,
            app=app.target,
            app_place=app.place,
            tasks=tuple(each.task for each in tasks),
            calls=self._own(done.calls, app, foreign),
            tasks_complete=done.complete,
            tasks_guessed=done.guessed,
            own=self.own,
            elsewhere=frozenset(name for name in foreign if name),
            reads=self._own(done.reads, app, foreign),
            canvases=tuple(each for each in done.canvases if foreign.isdisjoint(each.tasks)),
            periodic=tuple(
                found
                for found, its in done.periodic
                if self._may_do(found.place, its, app) and found.task not in foreign
            ),
            periodic_complete=done.periodic_complete,
            discoveries=tuple(with_declared(each, tasks) for each in read.imported.discoveries),
            strays=read.strays,
            clients=tuple(each for each in done.clients if each.task not in foreign),
            security=next((place for place, its in done.security if self._may_do(place, its, app)), None),
            imported=read.imported.names(),
            imports_complete=read.imported.complete,
            deployment=self._deployment(app),
            celery=self.celery,
            tests=is_test(app.module.path),
            failures=read.failures,
        )

    def _read(self, app: App) -> _AppRead:
        """What is said of one app, read once."""
        if app.call not in self._reads:
            evaluator = self._evaluator(app)
            made = construction(app, evaluator)
            writes = conf_writes(app, self.outlines, Apps(self.names), evaluator)
            sources = ConfigSources(evaluator)
            told = app_config(app, made, writes, sources, evaluator, self.celery)
            config = marked(told.config, self.outlines, self.names)
            told = replace(told, config=config)
            self.judged |= sources.judged
            self.judged_paths |= {each.place.path for each in config.entries if each.place}
            self.not_checked += sources.not_checked
            # Where the factory that makes it is called, a worker finds it, too.
            entries = [module for module, _ in writes.apps.reaching(app, self.outlines)]
            imported = worker_imports(app, config, writes.discoveries, evaluator, (*self.started, *entries))
            judged = app.module in sources.judged
            django = django_project(app, evaluator)
            stray = tuple(strays(app, self.outlines, evaluator, judged=judged))
            self._reads[app.call] = _AppRead(told, imported, tuple(sources.failures), evaluator, stray, django)
        return self._reads[app.call]

    def _evaluator(self, app: App) -> Evaluator:
        """What works out values for an app: the same for all that Django gives the same settings."""
        settings = django_settings(self.names.outline(app.module), Evaluator(self.names))
        if settings not in self._evaluators:
            made = Evaluator(self.names, settings)
            made.flask = flask_config(self.outlines, made)
            self._evaluators[settings] = made
        return self._evaluators[settings]

    def _elsewhere(self, app: App) -> frozenset[str]:
        """The modules that other apps' workers import, and this one's do not."""
        others = [self._read(each).imported.names() for each in self.apps if each.call is not app.call]
        return frozenset().union(*others) - self._read(app).imported.names()

    def _may_be(self, each: Declared, app: App, elsewhere: frozenset[str]) -> bool:
        """Whether a task is this app's: declared with it, or shared and not where only other apps look."""
        path = each.task.place.path if each.task.place else ""
        if self._is_anothers_test(each.task.place, app):
            return False
        if each.app or each.task.module in elsewhere:
            return each.app is app.call
        if self._is_left(each, app):
            return False
        # One that no app imports is meant for the app beside it, if for any.
        return each.task.module in self._read(app).imported.names() or nearest(path, app, self.apps)

    def _is_left(self, each: Declared, app: App) -> bool:
        """Whether a shared task is left to other apps: workers of one that imports it are started, of this one none."""
        if len(self.apps) == 1 or self._deployment(app).workers:
            return False
        run = (other for other in self.apps if self._deployment(other).workers)
        return any(each.task.module in self._read(other).imported.names() for other in run)

    def _deployment(self, app: App) -> Deployment:
        if app.call not in self._deployments:
            self._deployments[app.call] = deployment_of(app, self.apps, self.launches, Apps(self.names))
        return self._deployments[app.call]

    def _own(
        self, done: Iterable[tuple[_Sent, ast.Call | None]], app: App, foreign: Collection[str | None]
    ) -> tuple[_Sent, ...]:
        """What is done with tasks by this app, or by none that is known with a task that may be this app's."""
        return tuple(
            each for each, its in done if self._may_do(each.place, its, app) and (its or each.task not in foreign)
        )

    def _may_do(self, place: Place | None, its: ast.Call | None, app: App) -> bool:
        """Whether what stands at a place is done by this app. its: the app that does it, None where nobody knows."""
        return its is app.call or (its is None and not self._is_anothers_test(place, app))

    def _is_anothers_test(self, place: Place | None, app: App) -> bool:
        """Whether a place is in a test that makes an app of its own, and is not this app's module."""
        path = place.path if place else ""
        return is_test(path) and path != app.module.path and any(path == other.module.path for other in self.apps)

    def _all_doings(self, evaluator: Evaluator) -> Doings:
        if self._doings is None:
            mains = {app.call: construction(app, evaluator).main for app in self.apps}
            self._doings = doings(self.outlines, self.apps, mains, evaluator)
        return self._doings

    def of_config(self, thing: Thing, module: Module, namespace: str = "") -> Project:
        """The project of a config object that belongs to no app."""
        self.judged.add(module)
        told = config_project(thing, module, namespace, self.names, self.celery)
        # Beside apps, a config of its own is that of no process that is known.
        run = _NOT_LOOKED_FOR if self.apps else self.launches
        project = replace(
            told,
            config=marked(told.config, self.outlines, self.names),
            deployment=deployment_of(None, (), run, Apps(self.names)),
            own=self.own,
        )
        return project if self.apps else of_any_app(project, self._all_doings(Evaluator(self.names)))

    def of_rest(self) -> Project | None:
        """Where there is neither an app nor a config: what modules do with tasks, and how Celery is started, if at all.

        Of the configuration, nothing is known.
        """
        done = self._all_doings(Evaluator(self.names))
        deployment = deployment_of(None, (), self.launches, Apps(self.names))
        places = [each.task.place for each in done.declared] + [call.place for call, _ in done.calls]
        places += [process.place for process in deployment.processes if process.kind != "web"]
        first = next((place.path for place in places if place), "")
        if not first:
            return None
        config = config_of((), "", False, self.celery, first)
        project = Project(config=config, deployment=deployment, celery=self.celery, own=self.own, tests=is_test(first))
        return of_any_app(project, done)
