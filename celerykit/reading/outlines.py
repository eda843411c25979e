"""The outline of a module: its scopes, what each binds to names, and the calls and assignments in it.

One walk over the tree collects all that the other parts of reading look at.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from celerykit.reading.scopes import Binding, Definition, Guards, Scope, Spot
from celerykit.reading.sources import Module
from celerykit.reading.split_settings import included

__all__ = ["Outline", "outline"]

_MAYBE: Guards = ((None, True),)
# What can have calls in it; names and constants are many, and have none.
_INNER = frozenset({
    ast.Attribute, ast.Await, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Dict, ast.DictComp, ast.FormattedValue,
    ast.GeneratorExp, ast.IfExp, ast.JoinedStr, ast.Lambda, ast.List, ast.ListComp, ast.NamedExpr, ast.Set, ast.SetComp,
    ast.Slice, ast.Starred, ast.Subscript, ast.Tuple, ast.UnaryOp, ast.Yield, ast.YieldFrom, ast.arguments,
    ast.comprehension, ast.keyword,
})  # fmt: skip
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MUTATING = frozenset({"append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update", "add"})


@dataclass(slots=True, eq=False, repr=False)
class Outline:
    """What stands in a module. All lists are in the order of the source.

    assigned: assignments to attributes and items (`app.conf.x = …`), as (target, value) pairs.
    mutated: names of attributes whose values are changed in place: `Config.QUEUES.append(…)`.
    """

    scope: Scope
    calls: list[Spot[ast.Call]] = field(default_factory=list)
    attributes: list[Spot[ast.Attribute]] = field(default_factory=list)
    assigned: list[tuple[Spot[ast.expr], ast.expr]] = field(default_factory=list)
    definitions: list[Spot[Definition]] = field(default_factory=list)
    imports: list[Spot[ast.Import | ast.ImportFrom]] = field(default_factory=list)
    scopes: dict[ast.AST, Scope] = field(default_factory=dict)
    mutated: set[str] = field(default_factory=set)


def outline(module: Module) -> Outline:
    """The outline of a module."""
    scope = Scope(module, module.tree)
    found = Outline(scope)
    found.scopes[module.tree] = scope
    _Walk(found).body(module.tree.body, scope, ())
    return found


class _Walk:
    def __init__(self, found: Outline) -> None:
        self.found = found
        self.loops: tuple[ast.For, ...] = ()

    def body(self, statements: list[ast.stmt], scope: Scope, guards: Guards) -> None:
        for statement in statements:
            self.statement(statement, scope, guards)

    def statement(self, node: ast.stmt, scope: Scope, guards: Guards) -> None:
        match node:
            case ast.Import() | ast.ImportFrom():
                self.imported(node, scope, guards)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.definition(node, scope, guards)
            case ast.If():
                self.expressions(node.test, scope, guards)
                self.body(node.body, scope, (*guards, (node.test, True)))
                self.body(node.orelse, scope, (*guards, (node.test, False)))
            case ast.For() | ast.AsyncFor() | ast.While():
                self.loop(node, scope, guards)
            case ast.Try() | ast.TryStar():
                self.attempt(node, scope, guards)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self.expressions(item.context_expr, scope, guards)
                    if item.optional_vars:
                        self.unknown(item.optional_vars, node, scope, guards)
                self.body(node.body, scope, guards)
            case ast.Match():
                self.expressions(node.subject, scope, guards)
                for case in node.cases:
                    self.body(case.body, scope, guards + _MAYBE)
            case _:
                self.simple(node, scope, guards)

    def simple(self, node: ast.stmt, scope: Scope, guards: Guards) -> None:
        match node:
            case ast.Assign():
                for target in node.targets:
                    self.assign(target, node.value, node, scope, guards)
            case ast.AnnAssign(value=ast.expr() as value):
                self.assign(node.target, value, node, scope, guards)
            case ast.AugAssign(target=ast.Name(id=name)):
                self.bind(Binding(name, "change", node.target, node, node.value, guards), scope)
            case ast.AugAssign(target=target):
                self.found.mutated.add(getattr(target, "attr", ""))
                value = ast.copy_location(ast.BinOp(target, node.op, node.value), node.value)
                self.found.assigned.append((Spot(target, scope, guards), value))
            case ast.Delete():
                for target in node.targets:
                    self.unknown(target, node, scope, guards)
            case ast.Expr(value=ast.Call(func=ast.Name()) as call):
                scope.stars.extend(included(call, scope, guards))
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name) as target, attr=attr))):
                if attr in _MUTATING:
                    self.bind(Binding(name, "change", target, node, node.value, guards), scope)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name), attr=attr))):
                if attr in _MUTATING:
                    self.found.mutated.add(name)
        self.expressions(node, scope, guards)

    def assign(self, target: ast.expr, value: ast.expr, node: ast.stmt, scope: Scope, guards: Guards) -> None:
        match target:
            case ast.Name():
                self.bind(Binding(target.id, "value", target, node, value, guards), scope)
            case ast.Tuple() | ast.List():
                self.unpack(target, value, node, scope, guards)
            case ast.Attribute() | ast.Subscript():
                self.found.assigned.append((Spot(target, scope, guards), value))
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                    self.bind(Binding(target.value.id, "change", target, node, value, guards), scope)
                elif isinstance(target, ast.Subscript):
                    self.found.mutated.add(getattr(target.value, "attr", ""))

    def unpack(
        self, target: ast.Tuple | ast.List, value: ast.expr, node: ast.stmt, scope: Scope, guards: Guards
    ) -> None:
        paired = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        if not paired or any(isinstance(part, ast.Starred) for part in (*target.elts, *_elements(value))):
            self.unknown(target, node, scope, guards)
            return
        for part, its in zip(target.elts, _elements(value), strict=True):
            self.assign(part, its, node, scope, guards)

    def unknown(self, target: ast.expr, origin: ast.AST, scope: Scope, guards: Guards) -> None:
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self.bind(Binding(node.id, "other", node, origin, None, guards), scope)

    def bind(self, binding: Binding, scope: Scope) -> None:
        if self.loops:
            binding = replace(binding, loops=self.loops)
        scope.bindings.setdefault(binding.name, []).append(binding)

    def imported(self, node: ast.Import | ast.ImportFrom, scope: Scope, guards: Guards) -> None:
        self.found.imports.append(Spot(node, scope, guards))
        for alias in node.names:
            if alias.name == "*":
                scope.stars.append(Binding("*", "import", alias, node, None, guards))
                continue
            name = alias.asname or (alias.name if isinstance(node, ast.ImportFrom) else alias.name.partition(".")[0])
            self.bind(Binding(name, "import", alias, node, None, guards), scope)

    def definition(self, node: Definition, scope: Scope, guards: Guards) -> None:
        self.bind(Binding(node.name, "definition", node, node, None, guards), scope)
        self.found.definitions.append(Spot(node, scope, guards))
        inner = Scope(scope.module, node, scope)
        self.found.scopes[node] = inner
        for decorator in node.decorator_list:
            self.expressions(decorator, scope, guards)
        if isinstance(node, ast.ClassDef):
            for base in (*node.bases, *node.keywords):
                self.expressions(base, scope, guards)
        else:
            self.arguments(node.args, inner)
        outer, self.loops = self.loops, ()
        self.body(node.body, inner, guards)
        self.loops = outer

    def arguments(self, args: ast.arguments, scope: Scope) -> None:
        every = (*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg)
        for arg in every:
            if arg:
                self.bind(Binding(arg.arg, "other", arg, arg), scope)

    def loop(self, node: ast.For | ast.AsyncFor | ast.While, scope: Scope, guards: Guards) -> None:
        if isinstance(node, ast.While):
            self.expressions(node.test, scope, guards)
        else:
            self.expressions(node.iter, scope, guards)
            self.unknown(node.target, node, scope, guards)
        if isinstance(node, ast.For) and not _leaves(node.body):
            # It runs, once at least, where what it goes through holds something.
            self.loops += (node,)
            self.body(node.body, scope, (*guards, (node.iter, True)))
            self.loops = self.loops[:-1]
        else:
            self.body(node.body, scope, guards + _MAYBE)
        self.body(node.orelse, scope, guards + _MAYBE)

    def attempt(self, node: ast.Try | ast.TryStar, scope: Scope, guards: Guards) -> None:
        self.body(node.body, scope, guards)
        for handler in node.handlers:
            self.body(handler.body, scope, (*guards, (handler, True)))
        self.body(node.orelse, scope, guards)
        self.body(node.finalbody, scope, guards)

    def expressions(self, root: ast.AST, scope: Scope, guards: Guards) -> None:
        """Note the calls and attributes in a statement or expression without statements below it."""
        # ast.walk does the same, three times slower; most of the time of a run is spent here.
        waiting: list[Any] = [root]
        while waiting:
            node = waiting.pop()
            kind = type(node)
            if kind is ast.Call:
                self.found.calls.append(Spot(node, scope, guards))
            elif kind is ast.Attribute:
                self.found.attributes.append(Spot(node, scope, guards))
            elif isinstance(node, ast.NamedExpr):
                self.bind(Binding(node.target.id, "value", node.target, root, node.value, guards + _MAYBE), scope)
            for name in node._fields:
                part = getattr(node, name, None)
                if type(part) is list:
                    # Backwards, as the last of them is taken first.
                    waiting.extend(each for each in reversed(part) if type(each) in _INNER)
                elif type(part) in _INNER:
                    waiting.append(part)


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, (ast.Tuple, ast.List)) else []


def _leaves(statements: Iterable[ast.stmt]) -> bool:
    """Whether a loop may be left, or go on to its next round, from the midst of its body."""
    for statement in statements:
        if isinstance(statement, (ast.Break, ast.Continue, ast.Return, ast.Raise)):
            return True
        if not isinstance(statement, _DEFINITIONS) and any(_leaves(body) for body in _bodies(statement)):
            return True
    return False


def _bodies(statement: ast.stmt) -> Iterable[Iterable[ast.stmt]]:
    for part in ("body", "orelse", "finalbody"):
        yield getattr(statement, part, ())
    for part in ("handlers", "cases"):
        yield from (each.body for each in getattr(statement, part, ()))
