"""Settings put together from files: `include("base.py", optional("local.py"))` of django-split-settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from celerykit.reading.scopes import Binding, Guards, Scope

__all__ = ["included"]

_UNSEEN = "split_settings.unseen"


def included(call: ast.Call, scope: Scope, guards: Guards) -> Iterator[Binding]:
    """The files that a call includes, as if each were a module, and all in it imported by `from … import *`."""
    if not _is_include(call.func, scope):
        return
    for arg in call.args:
        inner = arg.args[0] if isinstance(arg, ast.Call) and arg.args else arg
        path = inner.value if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else ""
        plain = path.endswith(".py") and "*" not in path and ".." not in path
        # What a pattern stands for only the folder tells; so some of the settings are not seen.
        module = path.removesuffix(".py").replace("/", ".") if plain else _UNSEEN
        alias = ast.copy_location(ast.alias("*"), arg)
        statement = ast.copy_location(ast.ImportFrom(module, [alias], 1 if plain else 0), arg)
        yield Binding("*", "import", alias, statement, None, guards)


def _is_include(func: ast.expr, scope: Scope) -> bool:
    if not isinstance(func, ast.Name):
        return False
    origins = (binding.origin for binding in scope.bindings.get(func.id, ()))
    return any(
        isinstance(each, ast.ImportFrom) and (each.module or "").startswith("split_settings") for each in origins
    )
