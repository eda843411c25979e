"""Which calls run before a database transaction is committed."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Class, Function
from celerykit.values.places import Place

__all__ = ["in_transactions", "sends_itself"]

_ATOMIC = "django.db.transaction.atomic"


def in_transactions(outline: Outline, names: Names) -> Mapping[ast.Call, Place]:
    """The calls of a module that stand in `transaction.atomic`, each with the place of that."""
    module = outline.scope.module
    if not any(b"atomic" in line for line in module.lines):
        return {}
    walk = _Walk(outline, names)
    walk.children(module.tree, outline.scope, None)
    return walk.found


class _Walk:
    def __init__(self, outline: Outline, names: Names) -> None:
        self.outline = outline
        self.names = names
        self.found: dict[ast.Call, Place] = {}

    def children(self, node: ast.AST, scope: Scope, opened: Place | None) -> None:
        for each in ast.iter_child_nodes(node):
            self.visit(each, scope, opened)

    def visit(self, node: ast.AST, scope: Scope, opened: Place | None) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                # Its body runs when it is called, perhaps after the commit.
                atomic = next((d for d in node.decorator_list if self._atomic(d, scope)), None)
                inner = self.outline.scopes.get(node, scope)
                self.children(node, inner, scope.module.place(atomic) if atomic else None)
            case ast.Lambda():
                self.children(node, scope, None)
            case ast.ClassDef():
                self.children(node, self.outline.scopes.get(node, scope), None)
            case ast.With() | ast.AsyncWith():
                atomic = next(
                    (item.context_expr for item in node.items if self._atomic(item.context_expr, scope)), None
                )
                self.children(node, scope, scope.module.place(atomic) if atomic else opened)
            case ast.Call(func=ast.Attribute(attr="on_commit") | ast.Name(id="on_commit")):
                self.children(node, scope, None)
            case _:
                if isinstance(node, ast.Call) and opened:
                    self.found[node] = opened
                self.children(node, scope, opened)

    def _atomic(self, node: ast.expr, scope: Scope) -> bool:
        if isinstance(node, ast.Call):
            return self.names.dotted(node.func, scope) == _ATOMIC and not _is_of_replica(node)
        return self.names.dotted(node, scope) == _ATOMIC


def _is_of_replica(atomic: ast.Call) -> bool:
    """Whether a transaction is that of a replica, by the name of its database: nothing is written there."""
    said = [*atomic.args[:1], *(word.value for word in atomic.keywords if word.arg == "using")]
    return any("replica" in ast.unparse(each).lower() for each in said)


def sends_itself(node: ast.AST, names: Names) -> bool:
    """Whether the base class of a task, or its own, has an `apply_async` or a `delay` of the program's."""
    module = next((each for each in names.outlines() if node in each.scopes), None)
    scope = module.scopes[node].parent if module else None
    if scope is None:
        return False
    words = [word for each in getattr(node, "decorator_list", ()) for word in getattr(each, "keywords", ())]
    given = [word.value for word in words if word.arg == "base"]
    bases = [*given, *(node.bases if isinstance(node, ast.ClassDef) else ())]
    things = (names.resolve(each, scope) for each in bases)
    classes = [thing for thing in things if isinstance(thing, Class)]
    sent = (names.inherited(each, name) for each in classes for name in ("apply_async", "delay"))
    return any(isinstance(method, Function) for method in sent)
