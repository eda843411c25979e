"""Places that read the result or the state of a task."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.project import ResultRead, State, Value
from celerykit.reading.allowed_joins import in_allowed_joins
from celerykit.reading.given import keywords
from celerykit.reading.names import Names
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.sends import Sends
from celerykit.reading.things import Class, Expression, Outside
from celerykit.reading.web_handlers import is_web_handler, parameters

__all__ = ["ResultReads"]

_CALLED = frozenset({
    "collect", "failed", "forget", "get", "get_leaf", "iter_native", "join", "join_native", "ready", "successful",
    "wait",
})  # fmt: skip
_TIMED = frozenset({"get", "join", "join_native", "wait"})
_ATTRIBUTES = frozenset({"date_done", "info", "result", "state", "status", "traceback"})
_READS = _CALLED | _ATTRIBUTES
_BY_ID = frozenset({
    "celery.result.AsyncResult", "celery.result.GroupResult", "celery.result.result_from_tuple",
    "celery.result.GroupResult.restore",
})  # fmt: skip
_SENDING = frozenset({"delay", "apply_async", "send_task"})
_CANVAS = frozenset({"celery.chain", "celery.chord", "celery.group"})
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class _Handle:
    """A result object: whose, and how it was come by. app: which reads it."""

    task: str | None
    by_id: bool = False
    outer: bool = False
    app: ast.Call | None = None


@dataclass(slots=True, repr=False)
class ResultReads:
    """Finds the places where results are read."""

    names: Names
    sends: Sends
    _depth: int = 0

    def in_module(self, outline: Outline) -> Iterator[tuple[ResultRead, ast.Call | None]]:
        """The reads of a module, in the order of the source, each with the app that reads, if that can be told."""
        calls = {spot.node.func: spot.node for spot in outline.calls}
        allowed = in_allowed_joins(outline)
        for spot in outline.attributes:
            node = spot.node
            if node.attr not in _READS or not isinstance(node.ctx, ast.Load):
                continue
            handle = self._handle(node.value, spot.scope)
            if handle:
                place = spot.scope.module.place(node)
                around = self.sends.tasks.around(spot.scope)
                within = (around.task.name or "") if around else None
                options = self._options(calls.get(node), node.attr, spot.scope)
                if node in allowed:  # the same, said for a block
                    options["disable_sync_subtasks"] = Value(State.KNOWN, False)
                found = ResultRead(node.attr, place, handle.task, handle.by_id, handle.outer, within, options)
                yield found, handle.app

    def _options(self, call: ast.Call | None, how: str, scope: Scope) -> dict[str, Value]:
        """What a read is given; the first argument of `get`, `wait` and `join` is the timeout."""
        if call is None:
            return {}
        found, _ = keywords(call, scope, self.sends.evaluator)
        if call.args and how in _TIMED:
            found["timeout"] = self.sends.evaluator.value(call.args[0], scope)
        return found

    def _handle(self, node: ast.expr, scope: Scope) -> _Handle | None:
        """The result object that an expression is."""
        if self._depth > _DEPTH:
            return None
        self._depth += 1
        try:
            match node:
                case ast.Await(value=inner):
                    return self._handle(inner, scope)
                case ast.Call():
                    return self._called(node, scope)
                case ast.Name():
                    return self._named(node, scope)
                case ast.Attribute():
                    thing = self.names.resolve(node, scope)
                    found = isinstance(thing, Expression) and thing.node is not node
                    return self._handle(thing.node, thing.scope) if found and isinstance(thing, Expression) else None
            return None
        finally:
            self._depth -= 1

    def _named(self, node: ast.Name, scope: Scope) -> _Handle | None:
        """What the name was last assigned above here, in the nearest scope that has it."""
        for each in scope.enclosing():
            if node.id in each.bindings:
                history = [b for b in each.bindings[node.id] if each is not scope or b.line <= node.lineno]
                values = (b.value for b in reversed(history) if b.kind == "value" and b.value is not node)
                return next((found for v in values if v is not None and (found := self._handle(v, each))), None)
        return None

    def _called(self, node: ast.Call, scope: Scope) -> _Handle | None:
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr in _SENDING:
            sent = self.sends.of(node, scope)
            return _Handle(sent.task, app=self.sends.sender(node, scope)) if sent else None
        dotted = self.names.dotted(func, scope)
        if dotted in _BY_ID or self._is_result_class(func, scope):
            given = next((word.value for word in node.keywords if word.arg == "app"), None)
            app = self.sends.tasks.apps.of(given, scope) if given else None
            return _Handle(None, by_id=True, outer=self._from_outside(node, scope), app=app)
        if isinstance(func, ast.Attribute) and func.attr in {"AsyncResult", "GroupResult"}:
            return self._by_id_of(func.value, node, scope)
        # `group(…)()` sends and gives a result; `chord(…)(callback)` does, too.
        canvas = isinstance(func, ast.Call) and self.names.dotted(func.func, scope) in _CANVAS
        return _Handle(None) if canvas else None

    def _by_id_of(self, owner: ast.expr, node: ast.Call, scope: Scope) -> _Handle:
        """`task.AsyncResult(id)`, `app.AsyncResult(id)`."""
        task = self.sends.tasks.of(owner, scope)
        outer = self._from_outside(node, scope)
        if task:
            return _Handle(task.task.name, by_id=True, outer=outer, app=task.app)
        return _Handle(None, by_id=True, outer=outer, app=self.sends.tasks.apps.of(owner, scope))

    def _is_result_class(self, func: ast.expr, scope: Scope) -> bool:
        thing = self.names.resolve(func, scope) if isinstance(func, (ast.Name, ast.Attribute)) else None
        if not isinstance(thing, Class):
            return False
        return any(isinstance(each, Outside) and each.dotted in _BY_ID for each in self.names.lineage(thing))

    def _from_outside(self, node: ast.Call, scope: Scope) -> bool:
        """Whether the id reaches a web handler with the request: another process then sent the task, in general."""
        handler: Scope | None = scope
        while handler and not is_web_handler(handler.node):
            handler = handler.parent
        if not handler:
            return False
        given = parameters(handler.node)
        every = [part for arg in (*node.args, *(word.value for word in node.keywords)) for part in ast.walk(arg)]
        return any(
            isinstance(part, ast.Name) and (part.id in given or _derived(part.id, handler, given)) for part in every
        )


def _derived(name: str, handler: Scope, given: frozenset[str]) -> bool:
    """Whether a local name was made from an argument: `task_id = request.GET["id"]`."""
    values = (binding.value for binding in handler.bindings.get(name, ()) if binding.value is not None)
    # Flask's request is no argument, but comes from outside all the same.
    outer = given | {"request"}
    return any(isinstance(part, ast.Name) and part.id in outer for value in values for part in ast.walk(value))
