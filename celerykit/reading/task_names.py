"""The names that tasks are registered under (celery/utils/imports.py, gen_task_name)."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from celerykit.reading.apps import App, Apps
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Class, Function

__all__ = ["TaskNames"]

_STARTS = frozenset({"worker_main", "start"})


@dataclass(slots=True, repr=False)
class TaskNames:
    """Makes names of tasks. mains: the first argument of each app. made: the apps of the program."""

    apps: Apps
    evaluator: Evaluator
    mains: Mapping[ast.Call, str] = field(default_factory=dict)
    made: Iterable[App] = ()
    _generators: dict[ast.Call | None, Function | bool] = field(default_factory=dict)

    def generated(self, function: str, scope: Scope, app: ast.Call | None) -> str | None:
        """The name of a task that is given none; None where it cannot be known. scope: of its module."""
        module = scope.module.name
        if self._is_script(scope):
            # It is `__main__` then, and app.main stands for it.
            module = self.mains.get(app, "") if app else ""
            if not module:
                return None
        generator = self._generator(app)
        if isinstance(generator, Function):
            return _Run(self.evaluator, generator.scope).result(generator, function, module)
        return None if generator else f"{module}.{function}" if module else function

    def _generator(self, app: ast.Call | None) -> Function | bool:
        """The `gen_task_name` that names an app's tasks: False for Celery's own, True for one that cannot be told."""
        if app not in self._generators:
            if app is None:
                # A shared task is every app's; they must agree.
                every = [self._generator(each.call) for each in self.made]
                same = not every or all(each == every[0] for each in every)
                self._generators[app] = (every[0] if every else False) if same else True
            else:
                self._generators[app] = self._overridden(app)
        return self._generators[app]

    def _overridden(self, app: ast.Call) -> Function | bool:
        found = self.apps.created(app)
        made = self.evaluator.names.resolve(app.func, found.scope) if found else None
        if not isinstance(made, Class):
            return False
        for each in self.evaluator.names.lineage(made):
            if isinstance(each, Class) and "gen_task_name" in each.scope.bindings:
                thing = self.evaluator.names.bound_in("gen_task_name", each.scope)
                return thing if isinstance(thing, Function) else True
        return False

    def _is_script(self, scope: Scope) -> bool:
        """Whether the module starts the worker itself."""
        tests = (node.test for node in scope.module.tree.body if isinstance(node, ast.If))
        mains = (test for test in tests if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name))
        if not any(getattr(test.left, "id", "") == "__name__" for test in mains):
            return False
        calls = self.evaluator.names.outline(scope.module).calls
        return any(
            isinstance(spot.node.func, ast.Attribute)
            and spot.node.func.attr in _STARTS
            and self.apps.of(spot.node.func.value, spot.scope)
            for spot in calls
        )


class _Unclear(Exception):
    """The function does something that is not understood here."""


@dataclass(slots=True, repr=False)
class _Run:
    """Works out a `gen_task_name` for one task, as far as it is made of texts and conditions."""

    evaluator: Evaluator
    scope: Scope
    known: dict[str, str] = field(default_factory=dict)

    def result(self, function: Function, name: str, module: str) -> str | None:
        args = [arg.arg for arg in function.node.args.args]
        if len(args) != 3:
            return None
        self.known = {args[1]: name, args[2]: module}
        try:
            return self._body(function.node.body)
        except _Unclear:
            return None

    def _body(self, statements: list[ast.stmt]) -> str | None:
        for statement in statements:
            match statement:
                case ast.Return(value=ast.expr() as value):
                    return self._text(value)
                case ast.Assign(targets=[ast.Name(id=target)], value=value):
                    self.known[target] = self._text(value)
                case ast.If():
                    found = self._body(statement.body if self._value(statement.test) else statement.orelse)
                    if found is not None:
                        return found
                case ast.Expr(value=ast.Constant()):
                    pass
                case _:
                    raise _Unclear
        return None

    def _text(self, node: ast.expr) -> str:
        match node:
            case ast.Call(func=ast.Attribute(attr="gen_task_name"), args=[*_, name, module]):
                # super().gen_task_name(name, module)
                return f"{self._text(module)}.{self._text(name)}"
            case ast.Subscript(value=value, slice=ast.Slice(lower=lower, upper=upper, step=None)):
                return self._text(value)[self._number(lower) : self._number(upper)]
        found = self._value(node)
        if not isinstance(found, str):
            raise _Unclear
        return found

    def _number(self, node: ast.expr | None) -> int | None:
        found = self._value(node) if node else None
        if found is not None and not isinstance(found, int):
            raise _Unclear
        return found

    def _value(self, node: ast.expr) -> object:
        found = self.evaluator.value(_Filled(self.known).visit(copy.deepcopy(node)), self.scope)
        if not found.known or found.variable:
            raise _Unclear
        return found.value


class _Filled(ast.NodeTransformer):
    """Puts texts in the place of names."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.known:
            return ast.copy_location(ast.Constant(self.known[node.id]), node)
        return node
