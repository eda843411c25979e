"""The values of attributes: of modules, classes, objects."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celerykit.project import Opaque, State, Value
from celerykit.reading.bindings import Bindings
from celerykit.reading.functions import is_property, yielded
from celerykit.reading.settings_classes import settings_field
from celerykit.reading.things import Class, Expression, Function, InModule, Instance, Outside, Thing

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
                bindings = Bindings(self.evaluator, scope)
                if bindings.binds(name):
                    return bindings.value(name, base)
                return self.thing(self.evaluator.names.member(module, name), base)
            case Class() if owner == self.evaluator.django:
                # What Django hands out are the attributes of an object of it, its properties among them.
                return self.of_instance(Instance(owner, None, owner.scope), name, base)
            case Class():
                return self.of_class(owner, name, base)
            case Expression():
                made = self.evaluator.names.instance(owner)
                return self.of_instance(made, name, base) if made else base
        return self.thing(self.evaluator.names.attribute(owner, name), base) if owner else base

    def of_class(self, owner: Class, name: str, base: Value) -> Value:
        """The value of a class's attribute, its own or a base's."""
        for each in self.evaluator.names.lineage(owner):
            if isinstance(each, Class) and name in each.scope.bindings:
                found = Bindings(self.evaluator, each.scope).value(name, base)
                if name in self.evaluator.names.outline(each.scope.module).mutated:
                    # `Config.QUEUES.append(…)`: of what it holds, this is a part.
                    return replace(found, state=State.UNKNOWN, value=None, literal=False, open=True)
                return found
        return base

    def of_instance(self, instance: Instance, name: str, base: Value) -> Value:
        """The value of an attribute of an object: its class's, unless it can have been given another."""
        owner, call = instance.owner, instance.call
        if call and (call.args or any(word.arg is None for word in call.keywords)):
            return base
        words = {word.arg: word.value for word in call.keywords} if call else {}
        if name in words:
            return base if _makes_itself(owner) else self.evaluator.value(words[name], instance.scope)
        stored = [store for each in self._classes(owner) for store in _stores(each, name)]
        if stored:
            return self._stored(stored, instance, base)
        method = self.evaluator.names.inherited(owner, name)
        if isinstance(method, Function):
            read = is_property(method, self.evaluator)
            return yielded(method, self.evaluator, base, None, instance.scope, instance) if read else base
        return settings_field(owner, name, self.of_class(owner, name, base), base, self.evaluator)

    def _classes(self, owner: Class) -> Iterator[Class]:
        return (each for each in self.evaluator.names.lineage(owner) if isinstance(each, Class))

    def _stored(self, stored: Sequence[tuple[ast.AST, ast.expr | None]], instance: Instance, base: Value) -> Value:
        """The value of `self.x = …` in `__init__`, where that is the only place that sets it."""
        (method, value), *more = stored
        scope = self.evaluator.names.outline(instance.owner.scope.module).scopes.get(method)
        if more or value is None or scope is None or getattr(method, "name", "") != "__init__":
            return base
        return self.evaluator.inside({}, scope, instance).value(value, scope)

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


def _stores(owner: Class, name: str) -> Iterator[tuple[ast.AST, ast.expr | None]]:
    """Where a class's methods set an attribute: the method, and what they set it to if that is plain to see."""
    for method in owner.node.body:
        if not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        plain = {id(node.targets[0]): node.value for node in method.body if isinstance(node, ast.Assign)}
        for node in ast.walk(method):
            if isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.ctx, ast.Store):
                yield method, plain.get(id(node))


def _makes_itself(owner: Class) -> bool:
    return "__init__" in owner.scope.bindings
