"""Where a program says that waiting for a result within a task is what it wants."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from celerykit.reading.outlines import Outline

__all__ = ["in_allowed_joins"]

_NAME = "allow_join_result"  # celery/result.py


def in_allowed_joins(outline: Outline) -> frozenset[ast.AST]:
    """The attributes of a module that stand in `with allow_join_result():`."""
    module = outline.scope.module
    if not any(_NAME.encode() in line for line in module.lines):
        return frozenset()
    return frozenset(
        part for block in _blocks(module.tree) for part in ast.walk(block) if isinstance(part, ast.Attribute)
    )


def _blocks(tree: ast.Module) -> Iterator[ast.With]:
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any(_allows(item.context_expr) for item in node.items):
            yield node


def _allows(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == _NAME
    return False
