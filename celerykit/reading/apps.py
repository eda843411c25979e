"""Celery apps: where one is created, and which expression stands for which app."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.sources import Module
from celerykit.reading.things import Class, Expression, Function, Outside, Thing
from celerykit.values.places import Place

__all__ = ["App", "Apps", "is_test"]

_CELERY = frozenset({"celery.Celery", "celery.app.Celery", "celery.app.base.Celery"})
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class App:
    """A place that creates a Celery app.

    name: the module's variable or the factory that it is reached by, "" where there is none.
    """

    call: ast.Call
    scope: Scope
    name: str

    @property
    def module(self) -> Module:
        """The module in which it is created."""
        return self.scope.module

    @property
    def target(self) -> str:
        """How it is called: "proj.celery:app"."""
        return f"{self.module.name}:{self.name}" if self.name else self.module.name

    @property
    def place(self) -> Place:
        """The span of the call that creates it."""
        return self.module.place(self.call)


@dataclass(slots=True, repr=False)
class Apps:
    """Finds apps, and tells which app an expression is."""

    names: Names
    _depth: int = 0
    _found: dict[Module, tuple[App, ...]] = field(default_factory=dict)

    def created_in(self, outline: Outline) -> tuple[App, ...]:
        """The apps that a module creates."""
        module = outline.scope.module
        if module not in self._found:
            calls = (spot for spot in outline.calls if self.creates(spot.node, spot.scope))
            self._found[module] = tuple(App(spot.node, spot.scope, _name(spot)) for spot in calls)
        return self._found[module]

    def creates(self, call: ast.Call, scope: Scope) -> bool:
        """Whether a call creates an app: of Celery's class, or of a class made from it."""
        func = call.func
        last = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
        if not last[:1].isupper():
            return False
        thing = self.names.resolve(func, scope)
        if isinstance(thing, Class):
            return any(isinstance(each, Outside) and each.dotted in _CELERY for each in self.names.lineage(thing))
        return isinstance(thing, Outside) and thing.dotted in _CELERY

    def of(self, node: ast.expr, scope: Scope) -> ast.Call | None:
        """The call that created the app which an expression stands for; None where it is none, or not known."""
        if self._depth > _DEPTH:
            return None
        self._depth += 1
        try:
            if isinstance(node, ast.Call):
                return self._made(node, scope)
            if not isinstance(node, (ast.Name, ast.Attribute)):
                return None
            thing = self.names.resolve(node, scope)
            if isinstance(thing, Expression) and thing.node is not node:
                return self.of_thing(thing)
            return None
        finally:
            self._depth -= 1

    def of_thing(self, thing: Thing | None) -> ast.Call | None:
        """The call that created an app, from what a name stands for: the app, or a factory of it."""
        if isinstance(thing, Function):
            return self._returned(thing)
        return self.of(thing.node, thing.scope) if isinstance(thing, Expression) else None

    def reached(self, app: App, outlines: Iterable[Outline]) -> tuple[Module, str]:
        """A module and a name in it that lead to an app: its own, or where the factory that makes it is called."""
        own = self.names.outline(app.module)
        for outline in (own, *outlines):
            if outline is own or not is_test(outline.scope.module.path):
                for name, call in self.in_module(outline.scope.module):
                    if call is app.call:
                        return outline.scope.module, name
        return app.module, app.name

    def created(self, call: ast.Call) -> App | None:
        """The app that a call creates, wherever in the program it stands."""
        for outline in self.names.outlines():
            for app in self.created_in(outline):
                if app.call is call:
                    return app
        return None

    def _made(self, call: ast.Call, scope: Scope) -> ast.Call | None:
        if self.creates(call, scope):
            return call
        thing = self.names.resolve(call.func, scope)
        return self._returned(thing) if isinstance(thing, Function) else None

    def _returned(self, thing: Function) -> ast.Call | None:
        """The app that a factory makes."""
        returned = (node.value for node in ast.walk(thing.node) if isinstance(node, ast.Return) and node.value)
        return next((app for value in returned if (app := self.of(value, thing.scope))), None)

    def conf_of(self, node: ast.expr, scope: Scope) -> ast.Call | None:
        """The app whose `conf` an expression is: `app.conf`, or a name for it."""
        match node:
            case ast.Attribute(attr="conf"):
                return self.of(node.value, scope)
            case ast.Name():
                for each in scope.enclosing():
                    for binding in each.bindings.get(node.id, ()):
                        if isinstance(binding.value, ast.Attribute) and binding.value.attr == "conf":
                            return self.of(binding.value.value, each)
        return None

    def in_module(self, module: Module) -> Iterator[tuple[str, ast.Call]]:
        """The apps that a module's names stand for, its own or imported, as `celery -A` would find them."""
        scope = self.names.outline(module).scope
        names: Iterable[str] = dict.fromkeys(("app", "celery", *scope.bindings))
        for name in names:
            if name in scope.bindings:
                app = self.of(ast.Name(name), scope)
                if app:
                    yield name, app


def _name(spot: Spot[ast.Call]) -> str:
    """The variable that the call is assigned to, else the function that it stands in."""
    scope: Scope | None = spot.scope
    for name, history in spot.scope.top.bindings.items():
        if any(binding.value is spot.node for binding in history):
            return name
    while scope and scope.parent:
        if scope.parent.parent is None and not isinstance(scope.node, ast.Module):
            return scope.node.name
        scope = scope.parent
    return ""


def is_test(path: str) -> bool:
    """Whether a file is there for tests only, by its name."""
    *folders, name = path.split("/")
    stem = name.removesuffix(".py")
    if stem in {"conftest", "test", "tests"} or stem.startswith("test_") or stem.endswith(("_test", "_tests")):
        return True
    return any(folder in {"test", "tests", "testing"} for folder in folders)
