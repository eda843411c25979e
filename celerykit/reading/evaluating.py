"""Expressions, without running them: known where that is certain, unknown otherwise, never guessed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from celerykit.project import Opaque, State, Value
from celerykit.reading import changes, containers, environment, operations, rounds
from celerykit.reading.bindings import Bindings
from celerykit.reading.calls import Where, value_of_call
from celerykit.reading.flask_config import FlaskConfig
from celerykit.reading.members import Members
from celerykit.reading.names import Names
from celerykit.reading.scopes import Binding, Guards, Scope
from celerykit.reading.texts import shown_source
from celerykit.reading.things import Class, InModule, Instance
from celerykit.values.places import Source
from celerykit.values.secrets import hide_in_text, shown

__all__ = ["Evaluator"]

# Deeper expressions are generated, and Python's own stack is not endless.
_DEPTH = 150
# So many calls and rounds of loops are worked out, no more: a program that calls itself must not be run in effect.
_BUDGET = 20_000
_RAISED = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)


@dataclass(slots=True, repr=False)
class Evaluator:
    """Evaluates expressions of a program.

    django: the module of Django's settings, once it is known: what `django.conf.settings` stands for.
    flask: the config of the program's Flask app, once it is known.
    busy: the names whose values are being worked out. given: values of names in a round of a loop, or in a call, each
    with the expression to which it is confined, if it is. owners: whose method a function's scope is, in a call.
    """

    names: Names
    django: InModule | Class | None = None
    flask: FlaskConfig | None = None
    busy: set[tuple[Scope, str, int | None]] = field(default_factory=set)
    given: Mapping[tuple[Scope, str], tuple[Value, ast.AST | None]] = field(default_factory=dict)
    owners: Mapping[Scope, Instance] = field(default_factory=dict)
    _known: dict[tuple[ast.expr, Scope, Guards], Value] = field(default_factory=dict)
    _spent: list[int] = field(default_factory=lambda: [0])
    _depth: int = 0

    @property
    def members(self) -> Members:
        """The values of attributes."""
        return Members(self)

    def spend(self) -> bool:
        """Whether one more call, or one more round of a loop, may be worked out."""
        self._spent[0] += 1
        return self._spent[0] < _BUDGET and self._depth < _DEPTH

    def inside(
        self,
        given: Mapping[tuple[Scope, str], Value],
        scope: Scope,
        owner: Instance | None = None,
        within: ast.AST | None = None,
    ) -> Evaluator:
        """An evaluator for which some names of a scope have values of their own; the scope may be an owner's method."""
        more = {key: (value, within) for key, value in given.items()}
        owners = {**self.owners, scope: owner} if owner else self.owners
        return replace(self, given={**self.given, **more}, owners=owners, _known={})

    def rounds(
        self, target: ast.expr, over: ast.expr, scope: Scope, within: ast.AST | None = None
    ) -> Iterator[Evaluator] | None:
        """An evaluator for each round of a loop; None where it cannot be told what it goes through."""
        items = rounds.items_of(self.value(over, scope))
        values = [rounds.named(target, item) if self.spend() else None for item in items] if items is not None else None
        if values is None or None in values:
            return None
        return (
            self.inside({(scope, name): value for name, value in each.items()}, scope, None, within)
            for each in values
            if each is not None
        )

    def value(self, node: ast.expr, scope: Scope, guards: Guards = ()) -> Value:
        """The value of an expression that stands in a scope and is reached under these conditions."""
        key = (node, scope, guards)
        if key not in self._known:
            base = self.unknown(node, scope)
            # What leads to itself is unknown.
            self._known[key] = base
            self._known[key] = self._worked_out(node, scope, guards, base)
        return self._known[key]

    def _worked_out(self, node: ast.expr, scope: Scope, guards: Guards, base: Value) -> Value:
        if self._depth > _DEPTH:
            return base
        self._depth += 1
        try:
            return _placed(self._evaluate(node, scope, guards, base), base)
        except _RAISED:
            return base
        finally:
            self._depth -= 1

    def unknown(self, node: ast.expr, scope: Scope) -> Value:
        """An unknown value, with the place and the text of an expression."""
        place = scope.module.place(node)
        source = Source("program", f"{place.path}:{place.line}", place)
        return Value(State.UNKNOWN, None, place, source, shown_source(node, scope.module))

    def _evaluate(self, node: ast.expr, scope: Scope, guards: Guards, base: Value) -> Value:
        match node:
            case ast.Constant():
                return replace(base, state=State.KNOWN, value=node.value, literal=True)
            case ast.Name(id="__name__"):
                return replace(base, state=State.KNOWN, value=scope.module.name)
            case ast.Name() | ast.Attribute():
                return self._named(node, scope, guards, base)
            case ast.Call():
                return value_of_call(self, node, Where(scope, guards), base)
            case ast.Subscript():
                return self._subscript(node, scope, guards, base)
            case ast.Dict():
                pairs = [
                    (self.value(key, scope, guards) if key else None, self.value(value, scope, guards))
                    for key, value in zip(node.keys, node.values, strict=True)
                ]
                return containers.mapping(base, pairs)
            case ast.List() | ast.Tuple() | ast.Set():
                items = [(self.value(_inner(item), scope, guards), isinstance(item, ast.Starred)) for item in node.elts]
                return containers.sequence(base, items, _KINDS[type(node)])
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return rounds.comprehension(self, node, scope, guards, base)
            case ast.NamedExpr():
                return self.value(node.value, scope, guards)
            case ast.Lambda():
                return replace(base, state=State.KNOWN, value=Opaque("function", base.text))
        return self._operation(node, scope, guards, base)

    def _operation(self, node: ast.expr, scope: Scope, guards: Guards, base: Value) -> Value:
        match node:
            case ast.BinOp():
                left, right = self.value(node.left, scope, guards), self.value(node.right, scope, guards)
                return operations.binary(base, left, node.op, right)
            case ast.UnaryOp():
                return operations.unary(base, node.op, self.value(node.operand, scope, guards))
            case ast.BoolOp():
                parts = [self.value(part, scope, guards) for part in node.values]
                return operations.either(base, parts, stops_at=isinstance(node.op, ast.Or))
            case ast.Compare():
                others = [self.value(other, scope, guards) for other in node.comparators]
                return operations.comparison(base, self.value(node.left, scope, guards), node.ops, others)
            case ast.IfExp():
                verdict = self.holds(((node.test, True),), scope, guards)
                if verdict is not None:
                    return self.value(node.body if verdict else node.orelse, scope, guards)
                return operations.same(
                    base, [self.value(node.body, scope, guards), self.value(node.orelse, scope, guards)]
                )
            case ast.JoinedStr():
                return operations.joined(base, [self._part(part, scope, guards) for part in node.values])
        return base

    def _part(self, node: ast.expr, scope: Scope, guards: Guards) -> tuple[Value, int, Value | None]:
        if isinstance(node, ast.FormattedValue):
            form = self.value(node.format_spec, scope, guards) if node.format_spec else None
            return self.value(node.value, scope, guards), node.conversion, form
        return self.value(node, scope, guards), -1, None

    def holds(self, tests: Guards, scope: Scope, given: Guards = ()) -> bool | None:
        """Whether conditions are met: None where only running tells. given: what is taken to be met already."""
        verdict: bool | None = True
        for test, wanted in tests:
            if (test, wanted) in given:
                continue
            answer = self._answer(test, scope) if isinstance(test, ast.expr) else None
            if answer is not None and answer is not wanted:
                return False
            verdict = None if answer is None else verdict
        return verdict

    def _answer(self, test: ast.expr, scope: Scope) -> bool | None:
        if self.names.dotted(test, scope) in {"typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"}:
            return False
        match test:
            case ast.Compare(left=ast.Name(id="__name__"), comparators=[ast.Constant(value="__main__")]):
                # A worker imports its modules; it runs none of them as a script.
                return False
        found = self.value(test, scope)
        return bool(found.value) if found.known and not found.variable and not _opaque(found) else None

    def _named(self, node: ast.Name | ast.Attribute, scope: Scope, guards: Guards, base: Value) -> Value:
        if isinstance(node, ast.Name):
            for each in scope.enclosing():
                given, within = self.given.get((each, node.id), (None, None))
                if given and (within is None or rounds.stands_in(node, within)):
                    return given
                if (bindings := Bindings(self, each)).binds(node.id):
                    return bindings.value(node.id, base, node.lineno if each is scope else None, guards)
            return self.members.thing(self.names.resolve(node, scope), base)
        if isinstance(node.value, ast.Name):
            for each in scope.enclosing():
                if each in self.owners and node.value.id == each.first_parameter:
                    return self.members.of_instance(self.owners[each], node.attr, base)
        if self.flask and self.flask.is_it(node, scope, self.names):
            return self.flask.whole(self, base)
        owner = self.names.resolve(node.value, scope)
        return self.members.attribute(owner, node.attr, base)

    def _subscript(self, node: ast.Subscript, scope: Scope, guards: Guards, base: Value) -> Value:
        key = self.value(node.slice, scope, guards)
        if self.names.dotted(node.value, scope) in environment.MAPPINGS:
            return environment.subscript(base, key)
        if self.flask and isinstance(key.value, str) and self.flask.is_it(node.value, scope, self.names):
            return self.flask.value(key.value, self, base)
        owner = self.value(node.value, scope, guards)
        if isinstance(key.value, str) and key.value in owner.keys:
            return owner.keys[key.value]
        if owner.known and key.known and isinstance(owner.value, (str, bytes, list, tuple, dict)):
            return containers.computed(operations.depending(base, (owner, key)), owner.value[key.value])
        return base

    def change(self, before: Value, binding: Binding, scope: Scope) -> Value:
        """A value after `x += …`, `x[k] = …` or `x.update(…)`."""
        assert binding.value is not None
        return changes.changed(
            before, binding.origin, binding.value, lambda node: self.value(node, scope, binding.guards)
        )


_KINDS: Mapping[type, type] = {ast.List: list, ast.Tuple: tuple, ast.Set: set}


def _placed(found: Value, base: Value) -> Value:
    """The value, standing where the expression stands; a computed text with a password in it is shown without."""
    text = base.text
    if found.known and isinstance(found.value, str) and hide_in_text(found.value) != found.value:
        text = shown(found.value)
    return replace(found, place=base.place, source=base.source, text=text)


def _inner(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Starred) else node


def _opaque(value: Value) -> bool:
    return isinstance(value.value, Opaque)
