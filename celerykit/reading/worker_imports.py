"""Which modules a worker of an app imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from celerykit.project import Config, Discovery, Value
from celerykit.reading.apps import App
from celerykit.reading.discoveries import imported_of_apps, installed_apps, looked_for
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.names import Names
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.sources import Module, Program
from celerykit.reading.things import Class, InModule

__all__ = ["WorkerImports", "imported_by", "worker_imports"]

# What imports by a call, not by a statement; only files with one of these are parsed for it.
_BY_CALLS = (b"import_module", b"__import__", b"walk_packages", b"iter_modules", b"include(")
_IMPORTING = frozenset({"__import__", "import_module", "iter_modules", "walk_packages"})
_INCLUDES = frozenset({"django.conf.urls.include", "django.urls.include"})


@dataclass(slots=True, repr=False)
class WorkerImports:
    """The files of the program that a worker imports. complete: False where some of them cannot be known.

    discoveries: where autodiscovery looks; what is declared there is not known here.
    """

    program: Program
    files: set[Path] = field(default_factory=set)
    complete: bool = True
    discoveries: list[Discovery] = field(default_factory=list)
    _names: frozenset[str] | None = None

    def names(self) -> frozenset[str]:
        """The dotted names of their modules; asked for once all of them are found."""
        if self._names is None:
            self._names = frozenset(map(self.program.name_of, self.files))
        return self._names


def worker_imports(
    app: App, config: Config, discoveries: Iterable[Spot[ast.Call]], evaluator: Evaluator, more: Iterable[Module] = ()
) -> WorkerImports:
    """The app's own module, what its settings and autodiscovery name, and what all of these import.

    more: modules that a worker is started with.
    """
    program = evaluator.names.program
    closure = _Closure(evaluator.names, WorkerImports(program, complete=config.complete))
    for module in (app.module, *more):
        closure.add(module.file)
    for setting in ("include", "imports"):
        value = config[setting]
        if value.unknown or config.written(setting):
            closure.named(value, app.module)
    for spot in discoveries:
        looked = looked_for(spot, app, evaluator)
        closure.found.complete = closure.found.complete and looked.complete
        closure.found.discoveries += looked.discoveries
        for discovery in looked.discoveries:
            closure.add_named(discovery.package, app.module)
            if discovery.related:
                closure.add_named(f"{discovery.package}.{discovery.related}", app.module)
    if evaluator.django:
        _of_django(evaluator.django, evaluator, closure)
    return closure.found


def imported_by(files: Iterable[Path], names: Names) -> WorkerImports:
    """What comes in with files: themselves, the packages they stand in, and all that these import."""
    closure = _Closure(names, WorkerImports(names.program))
    for file in files:
        closure.add(file)
    return closure.found


@dataclass(slots=True, repr=False)
class _Closure:
    names: Names
    found: WorkerImports

    def add(self, file: Path) -> None:
        waiting = [file]
        while waiting:
            each = waiting.pop()
            if each in self.found.files:
                continue
            self.found.files.add(each)
            if each in self.names.program.failures:
                # What it imports beside what is seen is not known.
                self.found.complete = False
            waiting.extend(self._packages(each))
            waiting.extend(self.names.imports.of(each))
            content = self.names.program.content(each)
            module = self.names.program.module(each) if any(sign in content for sign in _BY_CALLS) else None
            if module and any(self._dynamic(spot) for spot in self.names.outline(module).calls):
                self.found.complete = False

    def _packages(self, file: Path) -> Iterator[Path]:
        """The packages that a module stands in: importing it imports them."""
        folder = file.parent.parent if file.name == "__init__.py" else file.parent
        while (folder / "__init__.py").is_file():
            yield folder / "__init__.py"
            folder = folder.parent

    def _dynamic(self, spot: Spot[ast.Call]) -> bool:
        """Whether a call imports what only running tells."""
        func = spot.node.func
        if getattr(func, "id", getattr(func, "attr", "")) == "include":
            self._included(spot)
            return False
        if getattr(func, "id", getattr(func, "attr", "")) not in _IMPORTING:
            return False
        dotted = self.names.dotted(func, spot.scope)
        if dotted in {"pkgutil.walk_packages", "pkgutil.iter_modules"}:
            return True
        if dotted not in {"importlib.import_module", "builtins.__import__"} or not spot.node.args:
            return False
        first = spot.node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            self.add_named(first.value, spot.scope.module)
            return False
        return True

    def _included(self, spot: Spot[ast.Call]) -> None:
        """`include("shop.urls")` of Django: its checks, which every worker runs, import what URLs lead to."""
        first = spot.node.args[0] if spot.node.args else None
        if isinstance(first, (ast.Tuple, ast.List)) and first.elts:
            first = first.elts[0]
        if self.names.dotted(spot.node.func, spot.scope) in _INCLUDES:
            for text in (first.value,) if isinstance(first, ast.Constant) else ():
                self.add_named(str(text), spot.scope.module)

    def named(self, value: Value, near: Module) -> None:
        """Modules named in a setting: a list, or one text."""
        if (value.unknown and not value.items) or value.open:
            self.found.complete = False
        texts = [value] if isinstance(value.value, str) else value.items
        for item in texts:
            if item.known and isinstance(item.value, str) and not item.variable:
                self.add_named(item.value, near)
            else:
                self.found.complete = False

    def add_named(self, dotted: str, near: Module) -> None:
        file = self.names.program.find(dotted, near.file)
        if file:
            self.add(file)


# What may bind names of a module by another way than by assigning to them.
_BINDING = (b"exec(", b"globals(", b"include(", b"load_settings(", b"locals(", b"setattr(", b"vars(")


def _has_no_apps(settings: InModule | Class, scope: Scope, evaluator: Evaluator) -> bool:
    """Whether settings that name no INSTALLED_APPS certainly have none: a piece of a program, as a rule."""
    if not isinstance(settings, InModule) or scope.stars or "INSTALLED_APPS" in scope.bindings:
        return False
    content = evaluator.names.program.content(settings.module.file)
    return not any(sign in content for sign in _BINDING)


def _of_django(settings: InModule | Class, evaluator: Evaluator, closure: _Closure) -> None:
    """What django.setup() and its checks import in every worker: apps, models, and the views that URLs name."""
    scope = evaluator.names.outline(settings.module).scope if isinstance(settings, InModule) else settings.scope
    closure.add(scope.module.file)
    installed = installed_apps(evaluator, scope)
    if installed is None or not installed.items:
        closure.found.complete &= _has_no_apps(settings, scope, evaluator)
        return
    for name in imported_of_apps(installed, evaluator.names):
        closure.add_named(name, scope.module)
    urls = evaluator.members.attribute(settings, "ROOT_URLCONF", evaluator.unknown(ast.Name("ROOT_URLCONF"), scope))
    if urls.known and isinstance(urls.value, str):
        closure.add_named(urls.value, scope.module)
