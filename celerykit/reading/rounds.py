"""Loops and comprehensions over what is known: each round with the values of its names."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from celerykit.project import State, Value
from celerykit.reading import containers
from celerykit.reading.scopes import Guards, Scope

if TYPE_CHECKING:  # the two work on each other: a comprehension is an expression, and made of expressions
    from celerykit.reading.evaluating import Evaluator

__all__ = ["comprehension", "items_of", "named", "stands_in"]

# A table of settings has some dozens of rows; a longer one is data.
_MOST = 1000

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def items_of(value: Value) -> Sequence[Value] | None:
    """What a loop over a value goes through, or None where that cannot be told whole."""
    if value.open or len(value.items) > _MOST or len(value.keys) > _MOST:
        return None
    if containers.kind_of(value) is dict:
        return [replace(value, state=State.KNOWN, value=key, keys={}, type=None) for key in value.keys]
    if containers.kind_of(value) in {list, tuple}:
        return value.items
    return None


def named(target: ast.expr, value: Value) -> dict[str, Value] | None:
    """The names that a round gives values: `for x in …`, `for name, options in …`."""
    match target:
        case ast.Name(id=name):
            return {name: value}
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if len(parts) == len(value.items):
            found: dict[str, Value] = {}
            for part, its in zip(parts, value.items, strict=True):
                inner = named(part, its)
                if inner is None:
                    return None
                found |= inner
            return found
    return None


def comprehension(evaluator: Evaluator, node: Comprehension, scope: Scope, guards: Guards, base: Value) -> Value:
    """The value of `[… for x in …]`, `{k: v for k, v in …}`; unknown, though of that type, where some of it is."""
    kind = {ast.DictComp: dict, ast.SetComp: set}.get(type(node), list)
    rounds = list(_rounds(evaluator, node, node.generators, scope))
    loose = replace(base, type=kind, open=True)
    if any(each is None for each in rounds):
        return loose
    inside = [each for each in rounds if each]
    if isinstance(node, ast.DictComp):
        pairs: list[tuple[Value | None, Value]] = [
            (each.value(node.key, scope, guards), each.value(node.value, scope, guards)) for each in inside
        ]
        return containers.mapping(base, pairs)
    return containers.sequence(base, [(each.value(node.elt, scope, guards), False) for each in inside], kind)


def _rounds(
    evaluator: Evaluator, node: Comprehension, generators: Sequence[ast.comprehension], scope: Scope
) -> Iterator[Evaluator | None]:
    """The evaluator of each round; None where it cannot be told whether there is one."""
    if not generators:
        yield evaluator
        return
    first, *rest = generators
    rounds = None if first.is_async else evaluator.rounds(first.target, first.iter, scope, node)
    if rounds is None:
        yield None
        return
    for inside in rounds:
        verdict = inside.holds(tuple((test, True) for test in first.ifs), scope)
        if verdict is None:
            yield None
        elif verdict:
            yield from _rounds(inside, node, rest, scope)


def stands_in(node: ast.expr, outer: ast.AST) -> bool:
    """Whether a node is a part of another: the names of a comprehension mean something in it alone."""
    start = (getattr(outer, "lineno", 0), getattr(outer, "col_offset", 0))
    end = (getattr(outer, "end_lineno", 0), getattr(outer, "end_col_offset", 0))
    return start <= (node.lineno, node.col_offset) < end
