"""The values of calls that need no running."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from celerykit.project import Opaque, State, Value
from celerykit.reading import containers, environment, known_calls, operations
from celerykit.reading.scopes import Guards, Scope
from celerykit.reading.things import Class

if TYPE_CHECKING:  # the two work on each other: a call has expressions as its arguments, an expression calls
    from celerykit.reading.evaluating import Evaluator

__all__ = ["Where", "value_of_call"]

_RAISED = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
# Of these, the default counts: `broker_url: str = Field("redis://…")`.
_FIELDS = frozenset({"dataclasses.field", "pydantic.Field", "pydantic.fields.Field"})
# What methods of a text yield, even where the text is not known.
_OF_TEXTS: Mapping[str, type] = {
    "endswith": bool, "format": str, "lower": str, "replace": str, "rstrip": str, "split": list, "startswith": bool,
    "strip": str, "upper": str,
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Where:
    """Where an expression stands, and under which conditions it is reached."""

    scope: Scope
    guards: Guards


def value_of_call(evaluator: Evaluator, node: ast.Call, where: Where, base: Value) -> Value:
    """What a call yields; `base`, an unknown value, where that cannot be told."""

    def value(each: ast.expr) -> Value:
        return evaluator.value(each, where.scope, where.guards)

    args = [value(arg.value if isinstance(arg, ast.Starred) else arg) for arg in node.args]
    kwargs = {word.arg: value(word.value) for word in node.keywords if word.arg}
    spread = len(kwargs) < len(node.keywords) or any(isinstance(arg, ast.Starred) for arg in node.args)
    dotted = evaluator.names.dotted(node.func, where.scope)
    if dotted == "builtins.dict":
        return containers.mapping_of_call(base, node, args, value)
    found = None if spread else _of_function(dotted, args, kwargs, base)
    if found is None and isinstance(node.func, ast.Attribute) and not (kwargs or spread):
        found = _of_method(value(node.func.value), node.func.attr, args, base)
    if found is not None:
        return found
    return _made(evaluator, node, where.scope, replace(base, type=known_calls.TYPES.get(dotted)))


def _of_function(dotted: str, args: Sequence[Value], kwargs: Mapping[str, Value], base: Value) -> Value | None:
    read = environment.read(dotted, base, args, kwargs)
    if read:
        return read
    if dotted in known_calls.OPAQUE:
        value = Opaque(known_calls.OPAQUE[dotted], base.text)
        return replace(base, state=State.KNOWN, value=value, keys=kwargs, items=tuple(args))
    if dotted in _FIELDS:
        return kwargs.get("default", args[0] if args else None)
    if known_calls.is_known(dotted):
        return _converted(dotted, args, kwargs, replace(base, type=known_calls.TYPES.get(dotted)))
    return None


def _converted(dotted: str, args: Sequence[Value], kwargs: Mapping[str, Value], base: Value) -> Value:
    every = (*args, *kwargs.values())
    base = operations.depending(base, every)
    if not all(each.known for each in every):
        return base
    plain = {name: each.value for name, each in kwargs.items()}
    try:
        return containers.computed(base, known_calls.converted(dotted, [each.value for each in args], plain))
    except _RAISED:
        return base


def _of_method(owner: Value, name: str, args: Sequence[Value], base: Value) -> Value | None:
    if owner.known and not isinstance(owner.value, Opaque) and all(arg.known for arg in args):
        result = known_calls.method(owner.value, name, [arg.value for arg in args])
        return containers.computed(operations.depending(base, (owner, *args)), result)
    if owner.type is not str:
        return None
    return replace(operations.depending(base, (owner,)), type=_OF_TEXTS.get(name))


def _made(evaluator: Evaluator, node: ast.Call, scope: Scope, base: Value) -> Value:
    """An object of a class of the program: there, but with no plain form."""
    made = evaluator.names.resolve(node.func, scope)
    if not isinstance(made, Class):
        return base
    kind = f"{made.scope.module.name}.{made.node.name}"
    return replace(base, state=State.KNOWN, value=Opaque(kind, base.text))
