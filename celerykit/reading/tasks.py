"""Tasks that a program declares: decorated functions, and classes of tasks."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from celerykit.project import Task, Value
from celerykit.reading.apps import Apps
from celerykit.reading.bindings import Bindings
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.things import Class, Expression, Function, Outside, Thing

__all__ = ["Declared", "Tasks"]

_SHARED = frozenset({"celery.shared_task", "celery.app.shared_task"})
_TASK_CLASSES = frozenset({"celery.Task", "celery.app.task.Task", "celery.task.Task"})
# Names that apps go by; `@x.task` of anything else that cannot be told is left alone.
_LIKE_APPS = ("app", "celery")


@dataclass(frozen=True, slots=True)
class Declared:
    """A task, and the app that it belongs to: the call that created it, None for any or unknown."""

    task: Task
    node: ast.AST
    app: ast.Call | None


@dataclass(slots=True, repr=False)
class Tasks:
    """Finds the tasks that modules declare, each once."""

    apps: Apps
    evaluator: Evaluator
    mains: Mapping[ast.Call, str] = field(default_factory=dict)
    _by_node: dict[ast.AST, Declared | None] = field(default_factory=dict)

    def declared_in(self, outline: Outline) -> Iterator[Declared]:
        """The tasks of a module, in the order of the source."""
        for spot in outline.definitions:
            if self.evaluator.holds(spot.guards, spot.scope) is False:
                continue
            found = self.of_definition(spot.node, spot.scope)
            if found:
                yield found
        for call in outline.calls:
            if isinstance(call.node.func, ast.Attribute) and call.node.func.attr in {"register_task", "register"}:
                found = self._registered(call)
                if found:
                    yield found

    def of(self, node: ast.expr, scope: Scope) -> Declared | None:
        """The task that an expression stands for, if it can be told."""
        return self.of_thing(self.evaluator.names.resolve(node, scope))

    def of_thing(self, thing: Thing | None) -> Declared | None:
        """The task that something is."""
        match thing:
            case Function(node, scope) if scope.parent:
                return self.of_definition(node, scope.parent)
            case Class(node, scope) if scope.parent:
                return self._class(thing)
            case Expression(ast.Call() as call, scope, _):
                return self._of_call(call, scope)
        return None

    def _of_call(self, call: ast.Call, scope: Scope) -> Declared | None:
        """`x = app.task(f)`, `x = app.register_task(X())`, `X()`."""
        func = call.func
        if isinstance(func, ast.Attribute) and func.attr == "register_task" and call.args:
            return self.of(call.args[0], scope)
        thing = self.evaluator.names.resolve(func, scope)
        if isinstance(thing, Class):
            return self._class(thing)
        if call.args and self._decorates(func, scope):
            return self.of(call.args[0], scope)
        return None

    def of_definition(self, node: ast.AST, scope: Scope) -> Declared | None:
        """The task that a function declares by its decorators, if any."""
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return None
        if node not in self._by_node:
            self._by_node[node] = None
            self._by_node[node] = self._function(node, scope)
        return self._by_node[node]

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Declared | None:
        for decorator in node.decorator_list:
            func = decorator.func if isinstance(decorator, ast.Call) else decorator
            kind = self._decorates(func, scope)
            if kind:
                shared, app = kind
                options = self._options(decorator, scope)
                name = self._name(options, node.name, scope, app)
                place = scope.module.place(node)
                # The name stands behind "def " or "async def ".
                text = scope.module.lines[node.lineno - 1]
                start = text.find(
                    node.name.encode(), node.col_offset + (4 if isinstance(node, ast.FunctionDef) else 10)
                )
                column = scope.module.column(node.lineno, max(start, 0))
                place = type(place)(place.path, node.lineno, column, column + len(node.name))
                options.pop("name", None)
                return Declared(Task(name, node.name, scope.module.name, place, options, shared), node, app)
        return None

    def _decorates(self, func: ast.expr, scope: Scope) -> tuple[bool, ast.Call | None] | None:
        """Whether a decorator makes tasks: shared or not, and of which app."""
        dotted = self.evaluator.names.dotted(func, scope)
        if dotted in _SHARED:
            return True, None
        if isinstance(func, ast.Attribute) and func.attr == "task":
            app = self.apps.of(func.value, scope)
            if app:
                return False, app
            last = func.value.attr if isinstance(func.value, ast.Attribute) else getattr(func.value, "id", "")
            outside = self.evaluator.names.resolve(func.value, scope)
            foreign = isinstance(outside, Outside) and outside.dotted.partition(".")[0] in {
                "invoke",
                "luigi",
                "prefect",
            }
            if last.lower().endswith(_LIKE_APPS) and not foreign:
                return False, None
        return None

    def _options(self, decorator: ast.expr, scope: Scope) -> dict[str, Value]:
        if not isinstance(decorator, ast.Call):
            return {}
        found: dict[str, Value] = {}
        for word in decorator.keywords:
            value = self.evaluator.value(word.value, scope)
            if word.arg:
                found[word.arg] = value
            else:
                found.update({key: part for key, part in value.keys.items() if isinstance(key, str)})
        return found

    def _name(self, options: Mapping[str, Value], function: str, scope: Scope, app: ast.Call | None) -> str | None:
        """The name that a task is registered under (celery/utils/imports.py, gen_task_name)."""
        given = options.get("name")
        if given and not (given.known and given.value is None):
            return given.value if given.known and isinstance(given.value, str) and not given.variable else None
        if self._is_script(scope):
            main = self.mains.get(app, "") if app else ""
            return f"{main}.{function}" if main else None
        return f"{scope.module.name}.{function}"

    def _is_script(self, scope: Scope) -> bool:
        """Whether the module starts the worker itself: then it is `__main__`, and app.main stands for it."""
        tests = (node.test for node in scope.module.tree.body if isinstance(node, ast.If))
        mains = (test for test in tests if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name))
        if not any(getattr(test.left, "id", "") == "__name__" for test in mains):
            return False
        starts = ("worker_main", "start")
        calls = self.evaluator.names.outline(scope.module).calls
        return any(
            isinstance(spot.node.func, ast.Attribute)
            and spot.node.func.attr in starts
            and self.apps.of(spot.node.func.value, spot.scope)
            for spot in calls
        )

    def _registered(self, spot: Spot[ast.Call]) -> Declared | None:
        args = spot.node.args
        found = self.of(args[0], spot.scope) if len(args) == 1 else None
        if not found or not isinstance(found.node, ast.ClassDef):
            return None
        assert isinstance(spot.node.func, ast.Attribute)
        return Declared(found.task, found.node, self.apps.of(spot.node.func.value, spot.scope))

    def _class(self, owner: Class) -> Declared | None:
        """The task that a class is: one that comes from Celery's Task."""
        names = self.evaluator.names
        if owner.node not in self._by_node:
            bases = [each.dotted for each in names.lineage(owner) if isinstance(each, Outside)]
            is_task = any(base in _TASK_CLASSES or base.endswith(".Task()") for base in bases)
            self._by_node[owner.node] = self._of_class(owner) if is_task else None
        return self._by_node[owner.node]

    def _of_class(self, owner: Class) -> Declared:
        module = owner.scope.module
        options: dict[str, Value] = {}
        for each in reversed(list(self.evaluator.names.lineage(owner))):
            if isinstance(each, Class):
                options.update(self._attributes(each.scope))
        name = self._name(options, owner.node.name, owner.scope.top, None)
        options.pop("name", None)
        line = owner.node.lineno
        start = module.lines[line - 1].find(owner.node.name.encode(), owner.node.col_offset + 6)
        column = module.column(line, max(start, 0))
        place = type(module.place(owner.node))(module.path, line, column, column + len(owner.node.name))
        return Declared(Task(name, owner.node.name, module.name, place, options), owner.node, None)

    def _attributes(self, scope: Scope) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, history in scope.bindings.items():
            node = history[-1].value
            if history[-1].kind == "value" and isinstance(node, ast.expr):
                found[name] = Bindings(self.evaluator, scope).value(name, self.evaluator.unknown(node, scope))
        return found
