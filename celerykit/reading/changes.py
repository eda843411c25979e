"""What becomes of a value by `x += …`, `x[k] = …`, `x.update(…)` and their like."""

from __future__ import annotations

import ast
from dataclasses import replace

from celerykit.project import State, Value
from celerykit.reading import operations
from celerykit.reading.containers import Evaluate, kind_of, mapping, mapping_of_call, sequence

__all__ = ["changed"]


def changed(before: Value, origin: ast.AST, value: ast.expr, evaluate: Evaluate) -> Value:
    """A value after `x += …`, `x |= …`, `x[k] = …`, `x.update(…)`, `x.append(…)` and their like."""
    loose = replace(before, state=State.UNKNOWN, value=None, literal=False, open=True)
    match origin:
        case ast.AugAssign(op=ast.Add()) if kind_of(before) is list:
            # As with extend, whatever can be gone through is taken: `queues += (Queue("a"),)`.
            return sequence(before, [(before, True), (evaluate(value), True)], list)
        case ast.AugAssign(op=op):
            # Some of what comes is unknown: the rest is kept.
            return operations.binary(loose, before, op, evaluate(value))
        case ast.Assign(targets=[ast.Subscript(slice=key)]):
            return _with(before, [(evaluate(key), evaluate(value))]) if kind_of(before) is dict else loose
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="update"), args=args, keywords=words) as call):
            if kind_of(before) is dict and len(args) <= 1:
                new = mapping_of_call(before, call, [evaluate(arg) for arg in args], evaluate)
                return _with(before, [(None, new)]) if words or args else before
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append"), args=[item])) if kind_of(before) is list:
            return sequence(before, [(before, True), (evaluate(item), False)], list)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="setdefault"), args=[key, default])):
            return _with_default(before, evaluate(key), evaluate(default), loose)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="extend"), args=[more])) if kind_of(before) is list:
            return sequence(before, [(before, True), (evaluate(more), True)], list)
    return loose


def _with_default(before: Value, key: Value, default: Value, loose: Value) -> Value:
    """After `x.setdefault(key, default)`: what is there already stays."""
    if kind_of(before) is not dict or not key.known or (before.open and key.value not in before.keys):
        return loose
    return before if key.value in before.keys else _with(before, [(key, default)])


def _with(before: Value, pairs: list[tuple[Value | None, Value]]) -> Value:
    return mapping(before, [(None, before), *pairs])
