"""Places that send tasks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.project import Call, Value
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.tasks import Tasks

__all__ = ["Sends"]

_WORDS = {
    "delay": "delay",
    "apply_async": "apply_async",
    "send_task": "send_task",
    "s": "signature",
    "si": "signature",
    "signature": "signature",
    "subtask": "signature",
}
# Too short to be told from other methods of that name: only of what is certainly a task.
_SHORT = frozenset({"s", "si", "signature", "subtask"})


@dataclass(frozen=True, slots=True, repr=False)
class Sends:
    """Finds the places that send tasks, and which task it is that they send."""

    tasks: Tasks
    evaluator: Evaluator

    def in_module(self, outline: Outline) -> Iterator[tuple[Call, ast.Call | None]]:
        """The sends of a module, in the order of the source, each with the app that sends it, if that can be told."""
        for spot in outline.calls:
            found = self.of(spot.node, spot.scope)
            if found:
                yield found, self.sender(spot.node, spot.scope)

    def sender(self, node: ast.Call, scope: Scope) -> ast.Call | None:
        """The app that `app.send_task(…)` or `task.delay(…)` sends with."""
        if not isinstance(node.func, ast.Attribute):
            return None
        if node.func.attr == "send_task":
            return self.tasks.apps.of(node.func.value, scope)
        found = self.tasks.of(node.func.value, scope)
        return found.app if found else None

    def of(self, node: ast.Call, scope: Scope) -> Call | None:
        """The send that a call is, if it is one."""
        func = node.func
        if not isinstance(func, ast.Attribute) or func.attr not in _WORDS:
            return None
        place = scope.module.place(func)
        options = self._options(node, scope)
        if func.attr == "send_task":
            first = node.args[0] if node.args else next((w.value for w in node.keywords if w.arg == "name"), None)
            told = self.evaluator.value(first, scope) if first else None
            name = told.value if told and told.known and isinstance(told.value, str) and not told.variable else None
            return Call(name, "send_task", place, options)
        sent, under = self._task(func.value, scope)
        if not sent and func.attr in _SHORT:
            return None
        return Call(sent, _WORDS[func.attr], place, under | options if func.attr == "apply_async" else under)

    def _task(self, node: ast.expr, scope: Scope) -> tuple[str | None, dict[str, Value]]:
        """The task that an expression is, or is a signature of; with what the signature sets."""
        found = self.tasks.of(node, scope)
        if found:
            return found.task.name, {}
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None, {}
        if node.func.attr == "set":
            name, under = self._task(node.func.value, scope)
            return name, under | self._options(node, scope)
        if node.func.attr in _SHORT:
            return self._task(node.func.value, scope)
        return None, {}

    def _options(self, node: ast.Call, scope: Scope) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for word in node.keywords:
            value = self.evaluator.value(word.value, scope)
            if word.arg:
                found[word.arg] = value
            else:
                found.update({key: part for key, part in value.keys.items() if isinstance(key, str)})
        for name in ("args", "kwargs", "name"):
            found.pop(name, None)
        return found
