"""Places that send tasks."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from celerykit.project import Call, Value
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.given import Given, given_as_text, given_directly, given_in_lists, keywords
from celerykit.reading.moments import naive
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.tasks import Declared, Tasks
from celerykit.reading.things import Expression
from celerykit.reading.transactions import in_transactions, sends_itself
from celerykit.values.places import Place

__all__ = ["Sends"]

_WORDS = {
    "delay": "delay",
    "apply_async": "apply_async",
    "delay_on_commit": "delay_on_commit",
    "apply_async_on_commit": "apply_async_on_commit",
    "send_task": "send_task",
    "s": "signature",
    "si": "signature",
    "signature": "signature",
    "subtask": "signature",
    "map": "map",
    "starmap": "starmap",
    "chunks": "chunks",
    "retry": "retry",
}
# Too short to be told from other methods of that name: only of what is certainly a task.
_SHORT = frozenset({"s", "si", "signature", "subtask", "map", "starmap", "chunks", "retry"})
_SIGNATURES = frozenset({"s", "si", "signature", "subtask"})
_IN_LISTS = frozenset({"apply_async", "apply_async_on_commit", "retry", "signature", "subtask"})
_OF_NAMES = frozenset({
    "celery.Signature", "celery.canvas.Signature", "celery.canvas.signature", "celery.canvas.subtask",
    "celery.signature", "celery.subtask",
})  # fmt: skip
_PARTIAL = frozenset({"functools.partial"})
_MOMENTS = frozenset({"eta", "expires"})
_NEVER_OPTIONS = ("args", "kwargs", "name", "exc", "throw")


@dataclass(frozen=True, slots=True, repr=False)
class Sends:
    """Finds the places that send tasks, and which task it is that they send."""

    tasks: Tasks
    evaluator: Evaluator

    def in_module(self, outline: Outline) -> Iterator[tuple[Call, ast.Call | None]]:
        """The sends of a module, in the order of the source, each with the app that sends it, if that can be told."""
        opened: Mapping[ast.Call, Place] | None = None
        for spot in outline.calls:
            found = self.of(spot.node, spot.scope)
            if not found:
                continue
            around = self.tasks.around(spot.scope)
            if opened is None:
                opened = in_transactions(outline, self.evaluator.names)
            within = (around.task.name or "") if around else None
            late = found.how.endswith("_on_commit") or self._waits(spot)
            transaction = None if late else opened.get(spot.node)
            yield replace(found, within=within, transaction=transaction), self.sender(spot.node, spot.scope)

    def _waits(self, spot: Spot[ast.Call]) -> bool:
        """Whether the task has a base class of the program's that sends in a way of its own, after the commit, say."""
        func = spot.node.func
        declared = self.tasks.of(func.value, spot.scope) if isinstance(func, ast.Attribute) else None
        return declared is not None and sends_itself(declared.node, self.evaluator.names)

    def sender(self, node: ast.Call, scope: Scope) -> ast.Call | None:
        """The app that `app.send_task(…)` or `task.delay(…)` sends with."""
        if not isinstance(node.func, ast.Attribute):
            return None
        if node.func.attr in {"send_task", "signature"}:
            app = self.tasks.apps.of(node.func.value, scope)
            if app:
                return app
        found = self.tasks.of(node.func.value, scope)
        return found.app if found else None

    def of(self, node: ast.Call, scope: Scope) -> Call | None:
        """The send that a call is, if it is one."""
        func = node.func
        if not isinstance(func, ast.Attribute) or func.attr not in _WORDS:
            return self._without_method(node, scope)
        place = scope.module.place(func)
        if func.attr == "send_task":
            given = given_in_lists(node, scope, self.evaluator, 1)
            return Call(
                self._name(node, scope), "send_task", place, self._options(node, scope), given.args, given.kwargs
            )
        if func.attr == "retry":
            return self._retry(node, func, place, scope)
        sent, under = self.task_of(func.value, scope)
        if not sent and func.attr in _SHORT:
            return self._signature_of_name(node, func, scope)
        given = self._given(node, func, scope)
        takes = func.attr in {"apply_async", "apply_async_on_commit"}
        options = under | self._options(node, scope) if takes else under
        if func.attr in {"signature", "subtask"}:
            options = under | self._inner_options(node, scope)
        return Call(sent, _WORDS[func.attr], place, options, given.args, given.kwargs)

    def _given(self, node: ast.Call, func: ast.Attribute, scope: Scope) -> Given:
        if func.attr in {"map", "starmap", "chunks"}:
            return Given(None, None)
        if not self.tasks.of(func.value, scope) and isinstance(func.value, ast.Call):
            # What a signature holds already is added to it.
            return Given(None, None)
        return (given_in_lists if func.attr in _IN_LISTS else given_directly)(node, scope, self.evaluator)

    def _without_method(self, node: ast.Call, scope: Scope) -> Call | None:
        """`signature("proj.add", args=(1,))`, and `partial(add.delay, 1)`, which sends when it is called."""
        last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if not node.args or last not in {"Signature", "partial", "signature", "subtask"}:
            return None
        dotted = self.evaluator.names.dotted(node.func, scope)
        if dotted in _OF_NAMES:
            return self._by_name(node, scope)
        inner = node.args[0]
        if dotted in _PARTIAL and isinstance(inner, ast.Attribute) and inner.attr in {"delay", "apply_async"}:
            sent, under = self.task_of(inner.value, scope)
            place = scope.module.place(inner)
            if inner.attr == "delay":
                given = given_as_text(node.args[1:], node.keywords, scope, self.evaluator)
                return Call(sent, "delay", place, under, given.args, given.kwargs)
            given = given_in_lists(node, scope, self.evaluator, 1)
            return Call(sent, "apply_async", place, under | self._options(node, scope), given.args, given.kwargs)
        return None

    def _signature_of_name(self, node: ast.Call, func: ast.Attribute, scope: Scope) -> Call | None:
        """`app.signature("proj.add")`."""
        if func.attr == "signature" and self.tasks.apps.of(func.value, scope):
            return self._by_name(node, scope)
        return self._without_method(node, scope) if func.attr in {"signature", "subtask"} else None

    def _by_name(self, node: ast.Call, scope: Scope) -> Call | None:
        given = given_in_lists(node, scope, self.evaluator, 1)
        name = self._name(node, scope)
        options = self._inner_options(node, scope)
        return Call(name, "signature", scope.module.place(node.func), options, given.args, given.kwargs)

    def _retry(self, node: ast.Call, func: ast.Attribute, place: Place, scope: Scope) -> Call | None:
        """`self.retry(countdown=60)`: the task sends itself again."""
        around = self.tasks.around(scope)
        named = self.tasks.of(func.value, scope)
        if named is None and not (around and isinstance(func.value, ast.Name) and _own(func.value.id, around)):
            dotted = self.evaluator.names.dotted(func.value, scope)
            if dotted not in {"celery.current_task", "celery._state.current_task"}:
                return None
        again = named or around
        given = Given(None, None)
        if any(word.arg in {"args", "kwargs"} for word in node.keywords) or node.args:
            given = given_in_lists(node, scope, self.evaluator)
        name = again.task.name if again else None
        return Call(name, "retry", place, self._options(node, scope), given.args, given.kwargs)

    def _name(self, node: ast.Call, scope: Scope) -> str | None:
        """The name that a task is sent by."""
        words = (word.value for word in node.keywords if word.arg in {"name", "task", "varies"})
        first = node.args[0] if node.args else next(words, None)
        if first is None:
            return None
        told = self.evaluator.value(first, scope)
        if told.known and isinstance(told.value, str):
            return None if told.variable else told.value
        # `send_task(add.name)`
        owner = first.value if isinstance(first, ast.Attribute) and first.attr == "name" else first
        found = self.tasks.of(owner, scope)
        return found.task.name if found else None

    def task_of(self, node: ast.expr, scope: Scope, depth: int = 8) -> tuple[str | None, dict[str, Value]]:
        """The task that an expression is, or is a signature of; with what the signature sets."""
        found = self.tasks.of(node, scope)
        if found:
            return found.task.name, {}
        if isinstance(node, ast.Subscript):
            return self._of_registry(node, scope), {}
        if isinstance(node, (ast.Name, ast.Attribute)) and depth:
            thing = self.evaluator.names.resolve(node, scope)
            if isinstance(thing, Expression) and thing.node is not node:
                return self.task_of(thing.node, thing.scope, depth - 1)
        if not isinstance(node, ast.Call):
            return None, {}
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr in {"set", "clone"}:
            name, under = self.task_of(func.value, scope, depth)
            return name, under | self._options(node, scope)
        if isinstance(func, ast.Attribute) and func.attr in _SIGNATURES:
            name, under = self.task_of(func.value, scope, depth)
            if name:
                return name, under | (self._inner_options(node, scope) if func.attr == "signature" else {})
        sent = self._signed(node, scope)
        return (sent.task, dict(sent.options)) if sent and sent.how == "signature" else (None, {})

    def _signed(self, node: ast.Call, scope: Scope) -> Call | None:
        """A signature by name."""
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr == "signature":
            return self._signature_of_name(node, func, scope)
        return self._without_method(node, scope)

    def _of_registry(self, node: ast.Subscript, scope: Scope) -> str | None:
        """`app.tasks["proj.add"]`."""
        owner = node.value
        if not isinstance(owner, ast.Attribute) or owner.attr != "tasks":
            return None
        name = self.evaluator.value(node.slice, scope)
        return name.value if name.known and isinstance(name.value, str) and not name.variable else None

    def _options(self, node: ast.Call, scope: Scope) -> dict[str, Value]:
        found, _ = keywords(node, scope, self.evaluator)
        for name in _NEVER_OPTIONS:
            found.pop(name, None)
        for word in node.keywords:
            if word.arg in _MOMENTS and found[word.arg].unknown:
                found[word.arg] = naive(found[word.arg], word.value, scope, self.evaluator)
        return found

    def _inner_options(self, node: ast.Call, scope: Scope) -> dict[str, Value]:
        """The options of a signature, which stand beside and in `options={…}`."""
        found = self._options(node, scope)
        inside = found.pop("options", None)
        for name in ("app", "immutable", "subtask_type", "type"):
            found.pop(name, None)
        return found | {key: part for key, part in (inside.keys if inside else {}).items() if isinstance(key, str)}


def _own(name: str, around: Declared) -> bool:
    """Whether a name is what a task's function calls itself."""
    if isinstance(around.node, ast.ClassDef):
        return name == "self"
    if not isinstance(around.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    bound = around.task.options.get("bind")
    first = next((arg.arg for arg in (*around.node.args.posonlyargs, *around.node.args.args)), "")
    return name == first and (name == "self" or bool(bound and bound.known and bound.value))
