"""Points in time that a program works out: which of them know no time zone."""

from __future__ import annotations

import ast
from dataclasses import replace

from celerykit.project import Opaque, State, Value
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Expression

__all__ = ["naive"]

# By what makes it: where in its arguments a time zone may stand.
_MAKERS = {
    "datetime.datetime": 7,
    "datetime.datetime.combine": 2,
    "datetime.datetime.fromtimestamp": 1,
    "datetime.datetime.now": 0,
    "datetime.datetime.today": 0,
}
_ZONES = frozenset({"tz", "tzinfo"})
_DEPTH = 8


def naive(value: Value, node: ast.expr, scope: Scope, evaluator: Evaluator) -> Value:
    """The value, known to be a `datetime` without a time zone where that is certain.

    It is then an `Opaque` of that class, whose text is the name of what makes it, "datetime.datetime.now".
    """
    made = _made(node, scope, evaluator, _DEPTH)
    if made is None:
        return value
    none = Value(State.KNOWN, None, value.place, value.source)
    return replace(value, state=State.KNOWN, value=Opaque("datetime.datetime", made), keys={"tzinfo": none})


def _made(node: ast.expr, scope: Scope, evaluator: Evaluator, depth: int) -> str | None:
    """What makes a naive datetime; None where an expression is none, or may be none."""
    if not depth:
        return None
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub()):
            return _made(left, scope, evaluator, depth - 1)
        case ast.Call(func=ast.Attribute(attr="replace", value=inner)):
            aware = any(word.arg in {*_ZONES, None} for word in node.keywords)
            return None if aware else _made(inner, scope, evaluator, depth - 1)
        case ast.Call():
            dotted = evaluator.names.dotted(node.func, scope)
            if dotted not in _MAKERS or any(isinstance(arg, ast.Starred) for arg in node.args):
                return None
            zoned = any(word.arg in {*_ZONES, None} for word in node.keywords)
            return None if zoned or len(node.args) > _MAKERS[dotted] else dotted
        case ast.Name(id=name):
            # One that is given several values may be made aware in between.
            bound = next((each.bindings[name] for each in scope.enclosing() if name in each.bindings), [])
            thing = evaluator.names.name(name, scope) if len(bound) == 1 else None
            if isinstance(thing, Expression):
                return _made(thing.node, thing.scope, evaluator, depth - 1)
    return None
