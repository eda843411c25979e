"""What a call gives to the task that it sends."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from celerykit.project import Value
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Scope

__all__ = ["Given", "given_as_text", "given_directly", "given_in_lists", "keywords"]

# Of `apply_async`, in its order (celery/app/task.py); `send_task` has the name before them.
_LISTS = ("args", "kwargs")


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of a task; None where they are not known whole."""

    args: tuple[Value, ...] | None = ()
    kwargs: Mapping[str, Value] | None = None


def keywords(node: ast.Call, scope: Scope, evaluator: Evaluator) -> tuple[dict[str, Value], bool]:
    """What a call is given by keyword; False where `**` hides some of it."""
    found: dict[str, Value] = {}
    complete = True
    for word in node.keywords:
        value = evaluator.value(word.value, scope)
        if word.arg:
            found[word.arg] = value
            continue
        found.update({key: part for key, part in value.keys.items() if isinstance(key, str)})
        complete = complete and (value.known or bool(value.keys)) and not value.open
    return found, complete


def given_directly(node: ast.Call, scope: Scope, evaluator: Evaluator) -> Given:
    """`add.delay(1, y=2)`, `add.s(1)`."""
    return given_as_text(node.args, node.keywords, scope, evaluator)


def given_as_text(nodes: Sequence[ast.expr], words: Sequence[ast.keyword], scope: Scope, evaluator: Evaluator) -> Given:
    """Arguments as they stand in a call."""
    starred = any(isinstance(node, ast.Starred) for node in nodes)
    args = None if starred else tuple(evaluator.value(node, scope) for node in nodes)
    if any(word.arg is None for word in words):
        return Given(args, None)
    return Given(args, {str(word.arg): evaluator.value(word.value, scope) for word in words})


def given_in_lists(node: ast.Call, scope: Scope, evaluator: Evaluator, skipped: int = 0) -> Given:
    """`add.apply_async((1,), {"y": 2})`, `send_task("add", args=[1])`. skipped: positional ones before them."""
    nodes = node.args[skipped:]
    if any(isinstance(each, ast.Starred) for each in node.args) or any(word.arg is None for word in node.keywords):
        return Given(None, None)
    found = dict(zip(_LISTS, nodes, strict=False)) | {
        word.arg: word.value for word in node.keywords if word.arg in _LISTS
    }
    args = evaluator.value(found["args"], scope) if "args" in found else None
    kwargs = evaluator.value(found["kwargs"], scope) if "kwargs" in found else None
    return Given(_items(args), _keys(kwargs))


def _items(value: Value | None) -> tuple[Value, ...] | None:
    if value is None or (value.known and not value.value):
        return ()
    kind = type(value.value) if value.known else value.type
    return value.items if kind in {list, tuple} and not value.open else None


def _keys(value: Value | None) -> Mapping[str, Value] | None:
    if value is None or (value.known and not value.value):
        return {}
    kind = type(value.value) if value.known else value.type
    return value.keys if kind is dict and not value.open else None
