"""Tasks put together: groups, chains and chords, however they are written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from celerykit.project import Canvas
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.sends import Sends
from celerykit.reading.things import Expression

__all__ = ["Canvases"]

_NAMES = ("chain", "chord", "group")
_KINDS = {f"{module}.{name}": name for module in ("celery", "celery.canvas") for name in _NAMES}
_PIPED = (b".s(", b".si(", b"ignature(", b"group(", b"chain(")
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a list of signatures holds. nodes: each with its scope."""

    nodes: tuple[tuple[ast.expr, Scope], ...] = ()
    complete: bool = True


@dataclass(slots=True, repr=False)
class Canvases:
    """Finds the places where tasks are put together."""

    sends: Sends
    _depth: int = 0
    _told: set[ast.AST] = field(default_factory=set)
    _called_so: set[str] = field(default_factory=set)

    def in_module(self, outline: Outline) -> Iterator[Canvas]:
        """The canvases of a module. One that stands within another is told with that one, and by itself."""
        self._told.clear()
        renamed = (each.asname for spot in outline.imports for each in spot.node.names if each.name in _NAMES)
        self._called_so = {*_NAMES, *(name for name in renamed if name)}
        for spot in outline.calls:
            found = self._called(spot.node, spot.scope)
            if found:
                yield found
        for node, scope in _pipes(outline):
            found = self._piped(node, scope)
            if found:
                yield found

    def _called(self, node: ast.Call, scope: Scope) -> Canvas | None:
        if isinstance(node.func, ast.Call) and self._kind(node.func, scope) == "chord" and node.args:
            # `chord(header)(body)`
            self._told.add(node.func)
            return self._chord(node.func, scope, node.args[0])
        kind = self._kind(node, scope)
        if kind is None or node in self._told:
            return None
        if kind == "chord":
            body = _argument(node, 1, "body")
            return self._chord(node, scope, body)
        parts = self._arguments(node, scope)
        if kind == "chain":
            return self._chain(node, parts, scope)
        return Canvas("group", scope.module.place(node.func), self._tasks(parts), None, parts.complete)

    def _kind(self, node: ast.expr, scope: Scope) -> str | None:
        """The kind of canvas that an expression makes."""
        if not isinstance(node, ast.Call):
            return None
        last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if last not in self._called_so:
            return None
        return _KINDS.get(self.sends.evaluator.names.dotted(node.func, scope))

    def _chord(self, node: ast.Call, scope: Scope, body: ast.expr | None) -> Canvas:
        header = _argument(node, 0, "header")
        parts = self._elements(header, scope) if header else _Parts(complete=False)
        called = self.sends.task_of(body, scope)[0] if body else None
        nested = any(self._is_canvas(each, where) for each, where in parts.nodes)
        return Canvas("chord", scope.module.place(node.func), self._tasks(parts), called, parts.complete, nested)

    def _chain(self, node: ast.expr, parts: _Parts, scope: Scope) -> Canvas:
        """A chain; one in which a group is followed by a task is a chord."""
        place = scope.module.place(node.func if isinstance(node, ast.Call) else node)
        for (each, where), (after, its) in zip(parts.nodes, parts.nodes[1:], strict=False):
            group = self._group(each, where)
            if group is not None and self._group(after, its) is None:
                nested = any(self._is_canvas(inner, inside) for inner, inside in group.nodes)
                body = self.sends.task_of(after, its)[0]
                return Canvas("chord", place, self._tasks(group), body, group.complete, nested)
        return Canvas("chain", place, self._tasks(parts), None, parts.complete)

    def _piped(self, node: ast.BinOp, scope: Scope) -> Canvas | None:
        """`a | b | c`, where something in it is certainly a signature."""
        nodes = tuple((each, scope) for each in _flat(node))
        if not any(self._is_signature(each, scope) for each, _ in nodes):
            return None
        return self._chain(node, _Parts(nodes), scope)

    def _is_signature(self, node: ast.expr, scope: Scope) -> bool:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and self.sends.task_of(node, scope)[0]:
            return True
        return self._is_canvas(node, scope)

    def _is_canvas(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression is a group or a chord."""
        made, where = self._followed(node, scope)
        if isinstance(made, ast.Call) and isinstance(made.func, ast.Call):
            made = made.func
        return self._kind(made, where) in {"chord", "group"}

    def _group(self, node: ast.expr, scope: Scope) -> _Parts | None:
        """The parts of a group, where an expression is one."""
        made, where = self._followed(node, scope)
        if isinstance(made, ast.Call) and self._kind(made, where) == "group":
            return self._arguments(made, where)
        return None

    def _followed(self, node: ast.expr, scope: Scope) -> tuple[ast.expr, Scope]:
        """What a name was given."""
        if isinstance(node, ast.Name):
            thing = self.sends.evaluator.names.resolve(node, scope)
            if isinstance(thing, Expression):
                return thing.node, thing.scope
        return node, scope

    def _arguments(self, node: ast.Call, scope: Scope) -> _Parts:
        """`group(a, b)`, `group([a, b])`, `group(*parts)`."""
        if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            return self._elements(node.args[0], scope)
        return _joined(
            self._elements(each.value, scope) if isinstance(each, ast.Starred) else _Parts(((each, scope),))
            for each in node.args
        )

    def _elements(self, node: ast.expr, scope: Scope) -> _Parts:
        """The signatures in a list, or the one that an expression is."""
        if self._depth > _DEPTH:
            return _Parts(complete=False)
        self._depth += 1
        try:
            return self._of(node, scope)
        finally:
            self._depth -= 1

    def _of(self, node: ast.expr, scope: Scope) -> _Parts:
        match node:
            case ast.List() | ast.Tuple() | ast.Set():
                return _joined(
                    self._elements(each.value, scope) if isinstance(each, ast.Starred) else _Parts(((each, scope),))
                    for each in node.elts
                )
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                return _Parts(((node.elt, scope),))
            case ast.BinOp(op=ast.Add()):
                return _joined((self._elements(node.left, scope), self._elements(node.right, scope)))
            case ast.Name():
                return self._named(node, scope)
            case ast.Call():
                if self._kind(node, scope) == "group":
                    return self._arguments(node, scope)
                wrapped = isinstance(node.func, ast.Name) and node.func.id in {"list", "tuple"} and len(node.args) == 1
                if wrapped:
                    return self._elements(node.args[0], scope)
                return _Parts(((node, scope),), bool(self._is_signature(node, scope)))
        return _Parts(((node, scope),), complete=False)

    def _named(self, node: ast.Name, scope: Scope) -> _Parts:
        """A list in a variable, with all that is appended to it."""
        for each in scope.enclosing():
            if node.id in each.bindings:
                found = [self._bound(b.kind, b.value, each) for b in each.bindings[node.id] if b.value is not node]
                return _joined(found) if found else _Parts(complete=False)
        return _Parts(complete=False)

    def _bound(self, kind: str, value: ast.expr | None, scope: Scope) -> _Parts:
        match kind, value:
            case "value", ast.expr():
                return self._elements(value, scope)
            case "change", ast.Call(func=ast.Attribute(attr="append"), args=[each]):
                return _Parts(((each, scope),))
            case "change", ast.Call(func=ast.Attribute(attr="extend"), args=[several]):
                return self._elements(several, scope)
            case "change", ast.List() | ast.ListComp():
                return self._elements(value, scope)
        return _Parts(complete=False)

    def _tasks(self, parts: _Parts) -> tuple[str | None, ...]:
        return tuple(self.sends.task_of(each, scope)[0] for each, scope in parts.nodes)


def _joined(several: object) -> _Parts:
    nodes: list[tuple[ast.expr, Scope]] = []
    complete = True
    for parts in several:  # type: ignore[attr-defined]
        nodes.extend(parts.nodes)
        complete = complete and parts.complete
    return _Parts(tuple(nodes), complete)


def _argument(node: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(node.args) > position:
        found = node.args[position]
        return None if isinstance(found, ast.Starred) else found
    return next((word.value for word in node.keywords if word.arg == name), None)


def _flat(node: ast.expr) -> Iterator[ast.expr]:
    """The parts of `a | b | c`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _flat(node.left)
        yield from _flat(node.right)
    else:
        yield node


def _pipes(outline: Outline) -> Iterator[tuple[ast.BinOp, Scope]]:
    """The outermost `a | b` of a module that may join signatures."""
    module = outline.scope.module
    if not any(b"|" in line for line in module.lines):
        return
    if not any(sign in line for line in module.lines for sign in _PIPED):
        return
    waiting: list[tuple[ast.AST, Scope]] = [(module.tree, outline.scope)]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield node, scope
            waiting.extend((part, scope) for each in _flat(node) for part in ast.iter_child_nodes(each))
            continue
        inner = outline.scopes.get(node, scope)
        waiting.extend((each, inner) for each in ast.iter_child_nodes(node))
