"""What the program's own functions yield, where that can be read off: `def redis_url(db): return f"redis://h/{db}"`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from celerykit.project import State, Value
from celerykit.reading import operations
from celerykit.reading.returns import returned
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Function, Instance

if TYPE_CHECKING:  # the two work on each other: a call is an expression, a function is made of expressions
    from celerykit.reading.evaluating import Evaluator

__all__ = ["is_property", "yielded"]

# Decorators that leave alone what a function yields.
_HARMLESS = frozenset({
    "builtins.classmethod", "builtins.staticmethod", "functools.cache", "functools.lru_cache", "functools.lru_cache()",
    "typing.no_type_check", "typing.override",
})  # fmt: skip
_PROPERTIES = frozenset({
    "builtins.property", "django.utils.functional.cached_property", "functools.cached_property",
    "pydantic.computed_field", "pydantic.computed_field()", "werkzeug.utils.cached_property",
})  # fmt: skip
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def is_property(function: Function, evaluator: Evaluator) -> bool:
    """Whether a method is read like an attribute."""
    return any(dotted in _PROPERTIES for dotted in _decorators(function, evaluator))


def yielded(
    function: Function, evaluator: Evaluator, base: Value, call: ast.Call | None, where: Scope, owner: Instance | None
) -> Value:
    """What a function yields when it is called; `base`, an unknown value, where that cannot be told.

    call: with its arguments, which stand in the scope `where`; None for a property. owner: whose method it is.
    """
    node = function.node
    if isinstance(node, ast.AsyncFunctionDef) or not evaluator.spend():
        return base
    if not _HARMLESS.union(_PROPERTIES).issuperset(_decorators(function, evaluator)):
        return base
    given = _arguments(function, evaluator, call, where, owner)
    if given is None or any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in _own_nodes(node)):
        return base
    inside = evaluator.inside({(function.scope, name): value for name, value in given.items()}, function.scope, owner)
    alternatives: list[Value] = []
    for value, guards in returned(node.body):
        verdict = inside.holds(guards, function.scope)
        if verdict is False:
            continue
        none = replace(base, state=State.KNOWN, value=None)
        alternatives.append(inside.value(value, function.scope, guards) if value else none)
        if verdict:
            break
    else:
        alternatives.append(base)
    return operations.same(base, alternatives) if len(alternatives) > 1 else alternatives[0]


def _decorators(function: Function, evaluator: Evaluator) -> list[str]:
    outside = function.scope.parent or function.scope
    return [evaluator.names.dotted(each, outside) for each in function.node.decorator_list]


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All that stands in a function, without the functions in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _DEFINITIONS):
            yield child
            yield from _own_nodes(child)


def _arguments(
    function: Function, evaluator: Evaluator, call: ast.Call | None, where: Scope, owner: Instance | None
) -> dict[str, Value] | None:
    """The values of a function's parameters; those left out are not known. None where they cannot be told apart."""
    args = function.node.args
    names = [arg.arg for arg in (*args.posonlyargs, *args.args)]
    if owner and "builtins.staticmethod" not in _decorators(function, evaluator):
        names = names[1:]
    if call and (
        any(isinstance(arg, ast.Starred) for arg in call.args) or any(word.arg is None for word in call.keywords)
    ):
        return None
    outside = function.scope.parent or function.scope
    defaults = dict(zip(reversed(names), reversed(args.defaults), strict=False))
    defaults |= {arg.arg: node for arg, node in zip(args.kwonlyargs, args.kw_defaults, strict=True) if node}
    found = {name: evaluator.value(node, outside) for name, node in defaults.items()}
    if call:
        found |= {name: evaluator.value(node, where) for name, node in zip(names, call.args, strict=False)}
        found |= {word.arg: evaluator.value(word.value, where) for word in call.keywords if word.arg}
    return found
