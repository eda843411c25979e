"""The values of attributes: of modules, classes, objects."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celerykit.project import Opaque, State, Value
from celerykit.reading.bindings import Bindings
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Class, Expression, Function, InModule, Outside, Thing

if TYPE_CHECKING:  # the two work on each other: an attribute's value is an expression, an expression has attributes
    from celerykit.reading.evaluating import Evaluator

__all__ = ["Members"]


@dataclass(frozen=True, slots=True, repr=False)
class Members:
    """Tells what an attribute holds."""

    evaluator: Evaluator

    def attribute(self, owner: Thing | None, name: str, base: Value) -> Value:
        """The value of `owner.name`."""
        match owner:
            case Outside("django.conf.settings") if self.evaluator.django:
                return self.attribute(self.evaluator.django, name, base)
            case InModule(module):
                scope = self.evaluator.names.outline(module).scope
                if name in scope.bindings:
                    return Bindings(self.evaluator, scope).value(name, base)
                return self.starred(name, scope, base) or self.thing(self.evaluator.names.member(module, name), base)
            case Class():
                return self.of_class(owner, name, base)
            case Expression(ast.Call() as call, scope, _):
                made = self.evaluator.names.resolve(call.func, scope)
                return self.of_instance(made, name, base, call) if isinstance(made, Class) else base
        return self.thing(self.evaluator.names.attribute(owner, name), base) if owner else base

    def of_class(self, owner: Class, name: str, base: Value) -> Value:
        """The value of a class's attribute, its own or a base's."""
        for each in self.evaluator.names.lineage(owner):
            if isinstance(each, Class) and name in each.scope.bindings:
                return Bindings(self.evaluator, each.scope).value(name, base)
        return base

    def of_instance(self, owner: Class, name: str, base: Value, call: ast.Call) -> Value:
        """The value of an attribute of an object: its class's, unless it can have been given another.

        An object of pydantic's settings takes it from the environment; the default stands in the class.
        """
        settings = any(
            isinstance(each, Outside) and each.dotted.endswith("BaseSettings")
            for each in self.evaluator.names.lineage(owner)
        )
        given = any(keyword.arg in {name, None} for keyword in call.keywords) or bool(call.args)
        if given or _set_in_init(owner, name):
            return base
        found = self.of_class(owner, name, base)
        if isinstance(found.value, Opaque) and found.value.type == "function":
            return base
        return replace(found, variable=found.variable or name.upper()) if settings else found

    def thing(self, thing: Thing | None, base: Value) -> Value:
        """The value that a module, class, function or something outside of the program is."""
        match thing:
            case Expression(node, scope, guards):
                return self.evaluator.value(node, scope, guards)
            case Outside(dotted):
                return self._outside(dotted, base)
            case InModule(module):
                return replace(base, state=State.KNOWN, value=Opaque("module", module.name))
            case Class(node, scope):
                return replace(base, state=State.KNOWN, value=Opaque("type", f"{scope.module.name}.{node.name}"))
            case Function(node, scope):
                return replace(base, state=State.KNOWN, value=Opaque("function", f"{scope.module.name}.{node.name}"))
        return base

    def _outside(self, dotted: str, base: Value) -> Value:
        head, _, name = dotted.rpartition(".")
        if head == "ssl" and name.startswith("CERT_"):
            return replace(base, state=State.KNOWN, value=Opaque("ssl.VerifyMode", name))
        if head == "django.conf.settings" and self.evaluator.django:
            return self.attribute(self.evaluator.django, name, base)
        if head in {"builtins", "decimal"}:
            return replace(base, state=State.KNOWN, value=Opaque("type", dotted))
        return base

    def starred(self, name: str, scope: Scope, base: Value) -> Value | None:
        """The value of a name that `from x import *` brings into a scope; None where none does."""
        for star in reversed(scope.stars):
            assert isinstance(star.origin, ast.ImportFrom)
            source = self.evaluator.names.source(star.origin, scope.module)
            if isinstance(source, InModule) and self.evaluator.names.member(source.module, name):
                return self.attribute(source, name, base)
        return None


def _set_in_init(owner: Class, name: str) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.ctx, ast.Store)
        for node in ast.walk(owner.node)
    )
