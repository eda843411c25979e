"""What an expression may stand for, where only running tells which of several."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from celerykit.reading.evaluating import Evaluator
from celerykit.reading.returns import returned
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Class, Expression, Function, Thing

__all__ = ["choices"]

_DEPTH = 12
# What may lead to several things; all else is what it is.
_LEADING = (ast.Name, ast.Call, ast.Subscript, ast.IfExp, ast.BoolOp)


def choices(node: ast.expr, scope: Scope, evaluator: Evaluator, depth: int = 0) -> list[Thing | None]:
    """All that an expression may stand for: one thing where that is certain, None among them for what is not seen."""
    if depth > _DEPTH:
        return [None]
    found = list(_choices(node, scope, evaluator, depth + 1))
    return list(dict.fromkeys(found))


def _choices(node: ast.expr, scope: Scope, evaluator: Evaluator, depth: int) -> Iterator[Thing | None]:
    match node:
        case ast.IfExp(test=test, body=body, orelse=orelse):
            verdict = evaluator.holds(((test, True),), scope)
            for taken, part in ((True, body), (False, orelse)):
                if verdict in {None, taken}:
                    yield from choices(part, scope, evaluator, depth)
        case ast.BoolOp(values=values):
            for part in values:
                yield from choices(part, scope, evaluator, depth)
        case ast.Subscript(value=table) if rows := _rows(table, scope, evaluator):
            for part, where in rows:
                yield from choices(part, where, evaluator, depth)
        case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[_, *default]) if rows := _rows(
            table, scope, evaluator
        ):
            for part, where in (*rows, *((each, scope) for each in default)):
                yield from choices(part, where, evaluator, depth)
        case ast.Call(args=[], keywords=[]):
            yield from _made(node, scope, evaluator, depth)
        case ast.Name():
            yield from _named(node, scope, evaluator, depth)
        case _:
            yield evaluator.names.resolve(node, scope)


def _rows(table: ast.expr, scope: Scope, evaluator: Evaluator) -> list[tuple[ast.expr, Scope]]:
    """The values of a dict that is written out."""
    thing = evaluator.names.resolve(table, scope)
    if isinstance(thing, Expression) and isinstance(thing.node, ast.Dict):
        return [(part, thing.scope) for part in thing.node.values]
    return []


def _made(node: ast.Call, scope: Scope, evaluator: Evaluator, depth: int) -> Iterator[Thing | None]:
    """What a call may yield: an object made of what `…()` may stand for, or what a function returns."""
    func = evaluator.names.resolve(node.func, scope)
    if isinstance(node.func, (ast.Call, ast.Subscript)):
        # An object of one of several classes: what these say, it says.
        for thing in choices(node.func, scope, evaluator, depth):
            yield thing if isinstance(thing, Class) else None
        return
    if not isinstance(func, Function):
        yield Expression(node, scope)
        return
    for value, guards in returned(func.node.body):
        if value and evaluator.holds(guards, func.scope) is not False:
            yield from choices(value, func.scope, evaluator, depth)


def _named(node: ast.Name, scope: Scope, evaluator: Evaluator, depth: int) -> Iterator[Thing | None]:
    names = evaluator.names
    for each in scope.enclosing():
        if node.id in each.bindings:
            for binding in reversed(each.bindings[node.id]):
                verdict = evaluator.holds(binding.guards, each)
                if verdict is False or binding.kind == "change":
                    continue
                if binding.kind == "value" and isinstance(binding.value, _LEADING):
                    yield from choices(binding.value, each, evaluator, depth)
                elif not (isinstance(binding.value, ast.Constant) and len(each.bindings[node.id]) > 1):
                    yield names.bound(binding, each)
                if verdict:
                    return
            return
    yield names.resolve(node, scope)
