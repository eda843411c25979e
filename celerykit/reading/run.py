"""Reading, from targets to projects."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from celerykit.errors import TargetNotFound
from celerykit.project import Config, Project
from celerykit.reading import discovering
from celerykit.reading.apps import App, Apps
from celerykit.reading.celery_versions import pinned
from celerykit.reading.config_projects import config_project
from celerykit.reading.found import Found
from celerykit.reading.loose_configs import loose_configs, usual_namespace
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.result import Reading
from celerykit.reading.sources import Module, Program
from celerykit.reading.targets import Target, located
from celerykit.reading.things import Class, Expression, InModule, Thing

if TYPE_CHECKING:
    from celerykit.reading.assembling import Assembler

__all__ = ["read"]


def read(targets: Sequence[str], *, root: Path, static: bool, python: str | None = None) -> Reading:
    """The projects that targets name; without a target, what is found under `root`.

    static: the source is read and nothing else happens. Otherwise the configuration is loaded as well, as Celery
    would, by the interpreter `python` (else the project's own) in a process of its own.
    Raises TargetNotFound.
    """
    collecting = gc.isenabled()
    # Syntax trees are large and have no cycles to collect; looking for some takes half the time of a run.
    gc.disable()
    try:
        return _read(targets, root, static, python)
    finally:
        if collecting:
            gc.enable()


def _read(targets: Sequence[str], root: Path, static: bool, python: str | None) -> Reading:
    run = _Run(Program(root.absolute()))
    found = [each for text in targets for each in run.target(text)] if targets else run.discovered()
    projects = [each.project for each in found]
    if not static:
        from celerykit.reading.loading import interpreter
        from celerykit.reading.merging import with_loaded

        chosen = interpreter(run.program.root, python)
        projects = [with_loaded(each, run.program, run.notes, chosen) for each in found]
        if not run.notes:
            # What could not be told from the source was told by loading.
            run.forget_notes()
    return run.result(projects)


_USUAL_CONFIG = "celeryconfig"


@dataclass(slots=True, repr=False)
class _Run:
    program: Program
    notes: list[str] = field(default_factory=list)
    names: Names = field(init=False)
    apps: Apps = field(init=False)
    _assemblers: dict[Path, Assembler] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = Names(self.program)
        self.apps = Apps(self.names)

    def result(self, projects: list[Project]) -> Reading:
        # What is a failure of a project is told as one.
        told = tuple(f"{failure.place.path}: " for each in projects for failure in each.failures if failure.place)
        unread = tuple(line for line in dict.fromkeys(self.program.unread) if not line.startswith(told))
        if projects:
            projects[0] = replace(projects[0], unread=unread)
        notes = [*self.notes, *(() if projects else unread)]
        for assembler in self._assemblers.values():
            notes += assembler.not_checked
        return Reading(tuple(projects), tuple(dict.fromkeys(notes)), self.program.parsed)

    def forget_notes(self) -> None:
        for assembler in self._assemblers.values():
            assembler.not_checked.clear()

    def discovered(self) -> list[Found]:
        """What the environment names, else all apps and configs under the root."""
        for variable, text in discovering.variables():
            try:
                return list(self.target(text))
            except TargetNotFound as error:
                self.notes.append(f"{variable} names what is not here: {error}")
        return list(self.folder(self.program.root))

    def target(self, text: str) -> Iterator[Found]:
        """The projects that one target names."""
        target = located(text, self.program)
        for each in self.folder(target.path) if target.folder else self.module(target):
            key = (each.project.app or each.kind, str(each.project.app_place or each.project.config.subject))
            if key not in self._seen:
                self._seen.add(key)
                yield each

    def assembler(self, folder: Path, *more: Outline) -> Assembler:
        """What makes projects from all that stands below a folder."""
        if folder not in self._assemblers:
            # A config module alone needs none of it, and start-up is measured.
            from celerykit.reading.assemblers import assembler_of

            self._assemblers[folder] = assembler_of(folder, self.names, *more)
            self.apps = Apps(self.names)
        return self._assemblers[folder]

    def folder(self, folder: Path) -> Iterator[Found]:
        """The apps below a folder, and the config modules that belong to none of them."""
        assembler = self.assembler(folder)
        configs = 0
        for app in assembler.apps:
            found = self.of_app(app, assembler)
            if not discovering.is_for_a_moment(app, found.project, self.apps, assembler.outlines):
                yield found
        for outline in assembler.outlines:
            module = outline.scope.module
            judged = module in assembler.judged or module.path in assembler.judged_paths
            if discovering.is_config_file(module.path) and not judged:
                found = self.of_config(InModule(module), module, assembler)
                if any(entry.setting for entry in found.project.config.entries) or module.file.stem == _USUAL_CONFIG:
                    configs += 1
                    yield found
        for outline, loose in loose_configs(assembler.outlines, self.names) if not (assembler.apps or configs) else ():
            configs += 1
            yield self.of_config(loose.thing, outline.scope.module, assembler, loose.attribute)
        rest = None if assembler.apps or configs else assembler.of_rest()
        if rest:
            yield Found(rest, "rest", "", "", folder, folder)

    def of_app(self, app: App, assembler: Assembler) -> Found:
        module, name = self.apps.reached(app, assembler.outlines)
        return Found(
            assembler.of_app(app), "app", module.name, name, self.program.top_of(module.file), module.file.parent
        )

    def of_config(self, thing: Thing, module: Module, assembler: Assembler | None, attribute: str = "") -> Found:
        namespace = usual_namespace(thing, self.names.outline(module))
        if assembler is None:
            project = config_project(thing, module, namespace, self.names, pinned(self.program.root))
        else:
            project = assembler.of_config(thing, module, namespace)
        return Found(project, "config", module.name, attribute, self.program.top_of(module.file), module.file.parent)

    def module(self, target: Target) -> Iterator[Found]:
        """The app or the config that a module is, or holds."""
        module = self.program.module(target.path)
        if module is None:
            yield self._broken(target)
            return
        if target.attribute:
            yield self._member(target, module)
            return
        apps = list(dict(self._apps_of(module)).values())
        if apps:
            assembler = self.assembler(self._around(module), self.names.outline(module))
            for app in apps:
                yield self.of_app(app, assembler)
            return
        yield from self._config(module)

    def _apps_of(self, module: Module) -> Iterator[tuple[object, App]]:
        """The apps that a module creates, imports, or, being a package, keeps in `celery.py` as `-A` finds it."""
        outline = self.names.outline(module)
        for app in self.apps.created_in(outline):
            yield app.call, app
        for _, call in self.apps.in_module(module):
            made = self.apps.created(call)
            if made:
                yield call, made
        below = self.program.file_in(module.file.parent, "celery") if module.package else None
        inner = self.program.module(below) if below else None
        if inner:
            yield from ((app.call, app) for app in self.apps.created_in(self.names.outline(inner)))

    def _config(self, module: Module) -> Iterator[Found]:
        """A module that is a config; where an app of the program uses it, that app says how it is read."""
        scope = self.names.outline(module).scope
        assembler: Assembler | None
        if any(name.startswith("CELERY_") for name in scope.bindings) or "INSTALLED_APPS" in scope.bindings:
            assembler = self.assembler(self._around(module), self.names.outline(module))
            for app in assembler.apps:
                found = self.of_app(app, assembler)
                if module in assembler.judged or module.path in assembler.judged_paths:
                    yield found
                    return
        else:
            assembler = self._alone(module)
        yield self.of_config(InModule(module), module, assembler)

    def _alone(self, module: Module) -> Assembler | None:
        """What reads all that a module of settings does besides; None for one that does nothing else."""
        if not discovering.does_something(module, self.names):
            return None
        from celerykit.reading.assembling import Assembler

        return Assembler(self.names, (self.names.outline(module),), (), pinned(self.program.root))

    def _around(self, module: Module) -> Path:
        """The folder whose files make up the program that a module belongs to."""
        root = self.program.root
        return root if module.file.is_relative_to(root) else module.file.parent

    def _member(self, target: Target, module: Module) -> Found:
        name = target.attribute.removesuffix("()")
        thing = self.names.member(module, name)
        outline = self.names.outline(module)
        if thing is None:
            raise TargetNotFound(f"{target.text}: {module.path} has no {name}")
        call = self.apps.of_thing(thing)
        app = self.apps.created(call) if call else None
        assembler = self.assembler(self._around(module), outline)
        if app:
            return replace(self.of_app(app, assembler), module=target.module or module.name, attribute=name)
        if isinstance(thing, (InModule, Class, Expression)):
            return self.of_config(thing, module, assembler, name)
        raise TargetNotFound(f"{target.text}: neither a Celery app nor a configuration")

    def _broken(self, target: Target) -> Found:
        failure = self.program.failures[target.path]
        config = Config(complete=False, subject=self.program.shown(target.path))
        # What a newer Python would read is not wrong: it was not read, and is named with what was not.
        project = Project(config=config, failures=() if target.path in self.program.newer else (failure,))
        name = self.program.name_of(target.path)
        return Found(project, "config", name, target.attribute, self.program.top_of(target.path), target.path.parent)
