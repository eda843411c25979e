"""Celery apps: where one is created, and which expression stands for which app."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from celerykit.reading.for_tests import is_test
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.sources import Module
from celerykit.reading.things import Class, Expression, Function, Outside, Thing
from celerykit.values.places import Place

__all__ = ["APP_CLASSES", "App", "Apps"]

APP_CLASSES = frozenset({"celery.Celery", "celery.app.Celery", "celery.app.base.Celery"})
_CURRENT = frozenset({"celery.current_app", "celery.app.current_app", "celery._state.current_app"})
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
            return self.is_celery(thing)
        return isinstance(thing, Outside) and _is_celery(thing.dotted)

    def is_celery(self, owner: Class) -> bool:
        """Whether a class is made from Celery's."""
        return any(isinstance(each, Outside) and _is_celery(each.dotted) for each in self.names.lineage(owner))

    def own_class(self, app: App) -> Class | None:
        """The program's own class that an app is of, if it is of one."""
        thing = self.names.resolve(app.call.func, app.scope)
        return thing if isinstance(thing, Class) else None

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
            if isinstance(thing, Outside) and thing.dotted in _CURRENT:
                only = self.names.only_app
                return only.node if only and isinstance(only.node, ast.Call) else None
            return self._own(node.id, scope) if isinstance(node, ast.Name) else self._kept(node, scope)
        finally:
            self._depth -= 1

    def of_thing(self, thing: Thing | None) -> ast.Call | None:
        """The call that created an app, from what a name stands for: the app, or a factory of it."""
        if isinstance(thing, Function):
            return self._returned(thing)
        if not isinstance(thing, Expression):
            return None
        return self.of(thing.node, thing.scope) or self._bound_again(thing)

    def _bound_again(self, thing: Expression) -> ast.Call | None:
        """The app that a function is given, and whose name its result takes: `app = health.setup(app)`."""
        for arg in thing.node.args if isinstance(thing.node, ast.Call) else ():
            bindings = thing.scope.bindings.get(arg.id, []) if isinstance(arg, ast.Name) else []
            values = [binding.value for binding in bindings]
            if thing.node in values:
                before = (self.of(value, thing.scope) for value in values[: values.index(thing.node)] if value)
                return next((app for app in before if app), None)
        return None

    def reached(self, app: App, outlines: Iterable[Outline]) -> tuple[Module, str]:
        """A module and a name in it that lead to an app: its own, or where the factory that makes it is called."""
        return next(self.reaching(app, outlines), (app.module, app.name))

    def reaching(self, app: App, outlines: Iterable[Outline]) -> Iterator[tuple[Module, str]]:
        """The modules, and the names in them, that lead to an app: its own alone, where that holds it."""
        own = self.names.outline(app.module)
        for outline in (own, *outlines):
            if outline is own or not is_test(outline.scope.module.path):
                name = next((name for name, call in self.in_module(outline.scope.module) if call is app.call), "")
                if name:
                    yield outline.scope.module, name
                if name and outline is own:
                    return

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

    def _own(self, name: str, scope: Scope) -> ast.Call | None:
        """The app that `self` is in a method of a class made from Celery's, where there is one of that class."""
        for each in scope.enclosing():
            around = each.parent
            if around and isinstance(around.node, ast.ClassDef) and each.first_parameter == name:
                owner = Class(around.node, around)
                return self._only_one_of(owner) if self.is_celery(owner) else None
        return None

    def _kept(self, node: ast.Attribute, scope: Scope) -> ast.Call | None:
        """The app that an object keeps: `self.app`, where a method of its class says `self.app = Celery(…)`."""
        method = next((each for each in scope.enclosing() if each.first_parameter), None)
        if method is None or getattr(node.value, "id", "") != method.first_parameter:
            return None
        for target, value in self.names.outline(scope.module).assigned:
            same = isinstance(target.node, ast.Attribute) and target.node.attr == node.attr
            if same and target.scope.parent is method.parent and target.node is not node:
                app = self.of(value, target.scope)
                if app:
                    return app
        return None

    def _only_one_of(self, owner: Class) -> ast.Call | None:
        made = [app for outline in self.names.outlines() for app in self.created_in(outline)]
        of_class = [
            app for app in made
            if (its := self.own_class(app)) and any(each == owner for each in self.names.lineage(its))
        ]  # fmt: skip
        used = [app for app in of_class if not is_test(app.module.path)] or of_class
        return used[0].call if len(used) == 1 else None

    def _returned(self, thing: Function) -> ast.Call | None:
        """The app that a factory makes."""
        returned = (node.value for node in ast.walk(thing.node) if isinstance(node, ast.Return) and node.value)
        return next((app for value in returned if (app := self.of(value, thing.scope))), None)

    def conf_of(self, node: ast.expr, scope: Scope) -> ast.Call | None:
        """The app whose `conf` an expression is: `app.conf`, or a name for it."""
        match node:
            case ast.Attribute(attr="conf"):
                return self.of(node.value, scope) or self.of_parameter(node.value, scope)
            case ast.Name():
                for each in scope.enclosing():
                    for binding in each.bindings.get(node.id, ()):
                        if isinstance(binding.value, ast.Attribute) and binding.value.attr == "conf":
                            return self.of(binding.value.value, each)
        return None

    def of_parameter(self, node: ast.expr, scope: Scope) -> ast.Call | None:
        """The app that a function is given, where there is but one: `def configure(app): app.conf.update(…)`."""
        only = self.names.only_app
        if not isinstance(node, ast.Name) or only is None or not isinstance(only.node, ast.Call):
            return None
        if node.id in {"self", "cls"}:
            return None
        for each in scope.enclosing():
            if node.id in each.bindings:
                given = all(isinstance(binding.node, ast.arg) for binding in each.bindings[node.id])
                return only.node if given else None
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


def _is_celery(dotted: str) -> bool:
    """Whether a class outside of the program is Celery's, or, by its name, made from it: `flask_celery.Celery`."""
    head, _, last = dotted.rpartition(".")
    made_from_it = last.endswith("Celery") and bool(head) and not head.startswith(("celery", "kombu"))
    return dotted in APP_CLASSES or made_from_it


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
