"""Expressions as they may be shown: as written, without secrets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from celerykit.reading.sources import Module
from celerykit.values.secrets import HIDDEN, hide_in_text, is_secret_name

__all__ = ["shown_source"]

# Longer ones help nobody on a line of a report.
_LONGEST = 160


def shown_source(node: ast.expr, module: Module) -> str:
    """The source of an expression; what stands under a secret name, and the passwords in URLs, are `***`."""
    text = module.source(node)
    for secret in _secrets(node):
        text = text.replace(module.source(secret), f'"{HIDDEN}"')
    text = hide_in_text(text)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _secrets(root: ast.expr) -> Iterator[ast.Constant]:
    for node in ast.walk(root):
        for value in _under_secret_names(node):
            for part in ast.walk(value):
                if isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes)) and part.value:
                    yield part


def _under_secret_names(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and is_secret_name(str(key.value)):
                    yield value
        case ast.keyword(arg=str(name)) if is_secret_name(name):
            yield node.value
        case ast.Call(args=[ast.Constant(value=str(name)), *defaults]) if is_secret_name(name):
            # A default beside the name of a variable: os.getenv("REDIS_PASSWORD", "hunter2").
            yield from defaults
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "default")
