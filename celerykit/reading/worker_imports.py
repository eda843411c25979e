"""Which modules a worker of an app imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from celerykit.project import Config, Value
from celerykit.reading.apps import App
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.names import Names
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.sources import Module
from celerykit.reading.things import Class, InModule, Thing

__all__ = ["WorkerImports", "worker_imports"]


@dataclass(slots=True, repr=False)
class WorkerImports:
    """The modules of the program that a worker imports. complete: False where some of them cannot be known."""

    modules: set[Module] = field(default_factory=set)
    complete: bool = True

    def names(self) -> frozenset[str]:
        """Their dotted names."""
        return frozenset(module.name for module in self.modules)


def worker_imports(
    app: App, config: Config, discoveries: Iterable[Spot[ast.Call]], evaluator: Evaluator, more: Iterable[Module] = ()
) -> WorkerImports:
    """The app's own module, what its settings and autodiscovery name, and what all of these import.

    more: modules that a worker is started with.
    """
    closure = _Closure(evaluator.names, WorkerImports(complete=config.complete))
    for module in (app.module, *more):
        closure.add(module)
    for setting in ("include", "imports"):
        value = config[setting]
        if value.unknown or config.written(setting):
            closure.named(value, app.module)
    for spot in discoveries:
        _discovered(spot, app, evaluator, closure)
    if evaluator.django:
        _of_django(evaluator.django, evaluator, closure)
    return closure.found


@dataclass(slots=True, repr=False)
class _Closure:
    names: Names
    found: WorkerImports

    def add(self, module: Module) -> None:
        waiting = [module]
        while waiting:
            each = waiting.pop()
            if each in self.found.modules:
                continue
            self.found.modules.add(each)
            waiting.extend(self._packages(each))
            outline = self.names.outline(each)
            for spot in outline.imports:
                waiting.extend(self._imported(spot.node, each))
            if any(self._dynamic(spot) for spot in outline.calls):
                self.found.complete = False

    def _packages(self, module: Module) -> Iterator[Module]:
        """The packages that a module stands in: importing it imports them."""
        folder = module.file.parent
        if module.package:
            folder = folder.parent
        while (folder / "__init__.py").is_file():
            found = self.names.program.module(folder / "__init__.py")
            if found:
                yield found
            folder = folder.parent

    def _imported(self, node: ast.Import | ast.ImportFrom, module: Module) -> Iterator[Module]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from self._module(self.names.module(alias.name, module))
            return
        source = self.names.source(node, module)
        yield from self._module(source)
        for alias in node.names:
            if source and alias.name != "*":
                yield from self._below(source, alias.name)

    def _module(self, thing: Thing | None) -> list[Module]:
        if thing is None:
            # It is there, but does not parse: what it imports is not known.
            self.found.complete = False
        return _module(thing)

    def _below(self, source: Thing, name: str) -> Iterator[Module]:
        """`from package import module`; `from package import thing` names no module."""
        if isinstance(source, InModule) and not source.module.package:
            return
        if isinstance(source, InModule):
            file = self.names.program.file_in(source.module.file.parent, name)
            found = self.names.program.module(file) if file else None
            yield from [found] if found else []
            return
        yield from _module(self.names.attribute(source, name))

    def _dynamic(self, spot: Spot[ast.Call]) -> bool:
        """Whether a call imports what only running tells."""
        func = spot.node.func
        if isinstance(func, ast.Name) and func.id not in {
            "import_module",
            "__import__",
            "walk_packages",
            "iter_modules",
        }:
            return False
        if isinstance(func, ast.Attribute) and func.attr not in {"import_module", "walk_packages", "iter_modules"}:
            return False
        dotted = self.names.dotted(func, spot.scope)
        if dotted in {"pkgutil.walk_packages", "pkgutil.iter_modules"}:
            return True
        if dotted not in {"importlib.import_module", "builtins.__import__"} or not spot.node.args:
            return False
        first = spot.node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            for module in _module(self.names.module(first.value, spot.scope.module)):
                self.add(module)
            return False
        return True

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
        for module in self._module(self.names.module(dotted, near)):
            self.add(module)


def _module(thing: Thing | None) -> list[Module]:
    return [thing.module] if isinstance(thing, InModule) else []


def _discovered(spot: Spot[ast.Call], app: App, evaluator: Evaluator, closure: _Closure) -> None:
    """What `autodiscover_tasks(packages, related_name)` imports (celery/loaders/base.py, find_related_module)."""
    words = {word.arg: word.value for word in spot.node.keywords}
    given = dict(zip(("packages", "related_name"), spot.node.args, strict=False)) | words
    packages, related = given.get("packages"), given.get("related_name")
    name = evaluator.value(related, spot.scope).value if related else "tasks"
    value = evaluator.value(_called(packages), spot.scope, spot.guards) if packages else None
    if value is None or (value.known and not value.value):
        value = _installed(evaluator, spot.scope)
        if value is None:
            return
    if not (value.items or value.known) or value.open or not (name is None or isinstance(name, str)):
        closure.found.complete = False
    for item in value.items:
        if not item.known or not isinstance(item.value, str):
            closure.found.complete = False
            continue
        package = _package(item.value, evaluator.names)
        closure.add_named(package, app.module)
        if isinstance(name, str) and name:
            closure.add_named(f"{package}.{name}", app.module)


def _called(node: ast.expr) -> ast.expr:
    """`lambda: settings.INSTALLED_APPS` is called by Celery."""
    return node.body if isinstance(node, ast.Lambda) else node


def _installed(evaluator: Evaluator, scope: Scope) -> Value | None:
    """Django's INSTALLED_APPS; None without Django: then autodiscovery without packages finds nothing."""
    if not evaluator.django:
        return None
    base = evaluator.unknown(ast.Name("INSTALLED_APPS"), scope)
    return evaluator.members.attribute(evaluator.django, "INSTALLED_APPS", base)


def _package(name: str, names: Names) -> str:
    """The package of an entry of INSTALLED_APPS, which may name a configuration class: "polls.apps.PollsConfig"."""
    head, _, last = name.rpartition(".")
    if not head or not last[:1].isupper():
        return name
    module = names.module(head)
    config = names.member(module.module, last) if isinstance(module, InModule) else None
    if isinstance(config, Class):
        history = config.scope.bindings.get("name", [])
        for binding in reversed(history):
            if isinstance(binding.value, ast.Constant) and isinstance(binding.value.value, str):
                return binding.value.value
    return head.removesuffix(".apps")


def _of_django(settings: InModule | Class, evaluator: Evaluator, closure: _Closure) -> None:
    """What django.setup() and its checks import in every worker: apps, models, and the views that URLs name."""
    scope = evaluator.names.outline(settings.module).scope if isinstance(settings, InModule) else settings.scope
    closure.add(scope.module)
    installed = _installed(evaluator, scope)
    if installed is None or not installed.items:
        closure.found.complete = False
        return
    for item in installed.items:
        if item.known and isinstance(item.value, str):
            package = _package(item.value, evaluator.names)
            for name in (package, f"{package}.apps", f"{package}.models"):
                closure.add_named(name, scope.module)
    urls = evaluator.members.attribute(settings, "ROOT_URLCONF", evaluator.unknown(ast.Name("ROOT_URLCONF"), scope))
    if urls.known and isinstance(urls.value, str):
        closure.add_named(urls.value, scope.module)
