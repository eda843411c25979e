"""Scopes, and what they bind to names."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from celerykit.reading.sources import Module

__all__ = ["Binding", "Definition", "Guards", "Scope", "Spot"]

# Conditions under which a statement runs: a test and the answer it must give; None where there is no test to look at.
# In the place of a test stands the `except …:` under which a statement runs.
Guards = tuple[tuple[ast.expr | ast.ExceptHandler | None, bool], ...]
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Node = TypeVar("Node", bound=ast.AST, covariant=True)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Binding:
    """One thing that happens to a name.

    kind: "value" (assigned), "change" (`x += …`, `x[k] = …`, `x.update(…)`), "import", "definition",
    "other" (a loop, an argument: no value can be told).
    node: the target. value: what is assigned. origin: the statement. loops: those that it stands in, outermost first.
    """

    name: str
    kind: Literal["value", "change", "import", "definition", "other"]
    node: ast.AST
    origin: ast.AST
    value: ast.expr | None = None
    guards: Guards = ()
    loops: tuple[ast.For, ...] = ()

    @property
    def line(self) -> int:
        """Where it happens."""
        return int(getattr(self.origin, "lineno", 0))


@dataclass(slots=True, eq=False, repr=False)
class Scope:
    """A module, class or function body, and what it binds. stars: its `from x import *`."""

    module: Module
    node: ast.Module | Definition
    parent: Scope | None = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    stars: list[Binding] = field(default_factory=list)

    @property
    def top(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent:
            scope = scope.parent
        return scope

    @property
    def first_parameter(self) -> str:
        """The name that a method has for its object; "" of what is no function."""
        if not isinstance(self.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return ""
        names = [arg.arg for arg in (*self.node.args.posonlyargs, *self.node.args.args)]
        return names[0] if names else ""

    def enclosing(self) -> Iterable[Scope]:
        """The scopes in which a name is looked up from here: classes around a function are passed over."""
        scope: Scope | None = self
        first = True
        while scope:
            if first or not isinstance(scope.node, ast.ClassDef):
                yield scope
            first = False
            scope = scope.parent


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Spot(Generic[Node]):
    """A node, the scope in which it stands, and under which conditions it is reached."""

    node: Node
    scope: Scope
    guards: Guards = ()
