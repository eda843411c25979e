"""What a name can stand for."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from celerykit.reading.scopes import Guards, Scope
from celerykit.reading.sources import Module

__all__ = ["Class", "Expression", "Function", "InModule", "Instance", "Outside", "Thing"]


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that is not in the program: "os.environ", "celery.Celery"."""

    dotted: str


@dataclass(frozen=True, slots=True)
class InModule:
    """A module of the program."""

    module: Module


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the program. scope: of its body."""

    node: ast.ClassDef
    scope: Scope


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the program. scope: of its body."""

    node: ast.FunctionDef | ast.AsyncFunctionDef
    scope: Scope


@dataclass(frozen=True, slots=True)
class Expression:
    """Whatever an expression yields where it stands."""

    node: ast.expr
    scope: Scope
    guards: Guards = ()


Thing = Outside | InModule | Class | Function | Expression


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the program.

    call: the one that makes it, where that can be told. scope: in which that call stands.
    """

    owner: Class
    call: ast.Call | None
    scope: Scope
