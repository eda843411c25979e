"""What makes tasks: `app.task`, `shared_task`, and what a project has made of these itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from celerykit.project import Value
from celerykit.reading.apps import Apps
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.given import keywords
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Class, Expression, Function, InModule, Outside

__all__ = ["Maker", "Makers"]

_SHARED = frozenset({
    "celery.shared_task", "celery.app.shared_task", "celery.task.task", "celery.task.periodic_task",
    "celery.decorators.task", "celery.decorators.periodic_task",
})  # fmt: skip
# Names that apps go by; `@x.task` of anything else that cannot be told is left alone.
_LIKE_APPS = ("app", "celery")
_FOREIGN = frozenset({
    "airflow", "arq", "dramatiq", "faust", "huey", "invoke", "locust", "luigi", "prefect", "procrastinate", "taskiq",
})  # fmt: skip
_WRAPS = frozenset({"functools.wraps", "six.wraps", "wrapt.decorator"})
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Maker:
    """Something that makes a task of a function.

    app: the call that created the app it belongs to, None for any. options: what it sets on the task. base: the
    expression that names the class it makes the task of. complete: False where it may set more.
    own: it is a function of the project: what the task does and takes may then differ from what the decorated function
    does and takes. named: False where it chooses a name that cannot be known. name_first: its first argument is the
    name.
    """

    shared: bool
    app: ast.Call | None = None
    options: Mapping[str, Value] = field(default_factory=dict)
    base: tuple[ast.expr, Scope] | None = None
    complete: bool = True
    own: bool = False
    named: bool = True
    name_first: bool = False


@dataclass(slots=True, repr=False)
class Makers:
    """Tells what makes tasks."""

    apps: Apps
    evaluator: Evaluator
    _of_functions: dict[ast.AST, Maker | None] = field(default_factory=dict)
    _changed: dict[ast.Call, bool] = field(default_factory=dict)
    _depth: int = 0

    def of_decorator(self, node: ast.expr, scope: Scope) -> Maker | None:
        """What a decorator makes, what it is given counted in: `@app.task`, `@app.task(acks_late=True)`."""
        if not isinstance(node, ast.Call):
            return self.of(node, scope)
        made = self.of(node.func, scope)
        if made is None:
            return None
        first = self.evaluator.value(node.args[0], scope) if made.name_first and node.args else None
        return self._given(made, node, scope, {"name": first} if first else {})

    def of(self, node: ast.expr, scope: Scope) -> Maker | None:
        """What an expression that stands for a decorator makes; None where it makes no tasks."""
        if self._depth > _DEPTH:
            return None
        self._depth += 1
        try:
            return self._of(node, scope)
        finally:
            self._depth -= 1

    def _of(self, node: ast.expr, scope: Scope) -> Maker | None:
        names = self.evaluator.names
        match node:
            case ast.Call():
                return self._called(node, scope)
            case ast.Name() | ast.Attribute() if names.dotted(node, scope) in _SHARED:
                return Maker(shared=True)
            case ast.Attribute(attr="task"):
                return self._of_app(node.value, scope) or self._of_thing(node, scope)
            case ast.Name() | ast.Attribute():
                return self._of_thing(node, scope) or self._aliased(node, scope)
            case ast.Lambda(body=ast.Call() as inner):
                return self._loosely(self.of_decorator(inner, scope))
        return None

    def _called(self, node: ast.Call, scope: Scope) -> Maker | None:
        """`partial(shared_task, bind=True)`, and `app.task(bind=True)` kept in a variable."""
        if self.evaluator.names.dotted(node.func, scope) != "functools.partial" or not node.args:
            return self.of_decorator(node, scope)
        made = self.of(node.args[0], scope)
        return made and self._given(made, node, scope, {})

    def _given(self, made: Maker, node: ast.Call, scope: Scope, more: Mapping[str, Value]) -> Maker:
        """What a maker makes that is given keywords."""
        given, complete = keywords(node, scope, self.evaluator)
        base = _word(node, "base")
        return replace(
            made,
            options={**made.options, **more, **given},
            base=(base, scope) if base else made.base,
            complete=made.complete and complete,
        )

    def _of_app(self, node: ast.expr, scope: Scope) -> Maker | None:
        """`x.task`: of an app, or of what is called like one and is nothing else."""
        app = self.apps.of(node, scope)
        if app:
            changed = self._changes_tasks(app)
            return Maker(shared=False, app=app, complete=not changed, own=changed)
        last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if last == "self" and self._in_app(scope):
            return Maker(shared=False, complete=False, own=True)
        dotted = self.evaluator.names.dotted(node, scope)
        foreign = dotted.partition(".")[0] in _FOREIGN or (dotted.endswith("()") and "celery" not in dotted.lower())
        return Maker(shared=False) if last.lower().endswith(_LIKE_APPS) and not foreign else None

    def _in_app(self, scope: Scope) -> bool:
        """Whether a scope stands in a class of apps."""
        each: Scope | None = scope
        while each:
            if isinstance(each.node, ast.ClassDef):
                return self.apps.is_celery(Class(each.node, each))
            each = each.parent
        return False

    def _changes_tasks(self, app: ast.Call) -> bool:
        """Whether an app is of a class with a `task` of its own."""
        if app not in self._changed:
            found = self.apps.created(app)
            made = self.evaluator.names.resolve(app.func, found.scope) if found else None
            self._changed[app] = isinstance(made, Class) and bool(self.evaluator.names.inherited(made, "task"))
        return self._changed[app]

    def _of_thing(self, node: ast.expr, scope: Scope) -> Maker | None:
        match self.evaluator.names.resolve(node, scope):
            case Function() as function:
                return self._own(function)
            case Expression(ast.Call() | ast.Lambda() as inner, where, _) as made if inner is not node:
                return self._of_object(made) or self.of(inner, where)
        return None

    def _of_object(self, made: Expression) -> Maker | None:
        """An object of a class of the project's own, which is called."""
        instance = self.evaluator.names.instance(made)
        called = self.evaluator.names.inherited(instance.owner, "__call__") if instance else None
        return self._own(called) if isinstance(called, Function) else None

    def _own(self, function: Function) -> Maker | None:
        if function.node not in self._of_functions:
            self._of_functions[function.node] = None
            self._of_functions[function.node] = self._of_function(function)
        return self._of_functions[function.node]

    def _aliased(self, node: ast.expr, scope: Scope) -> Maker | None:
        """A name for a decorator: `task = app.task`, perhaps in another module."""
        if not isinstance(node, ast.Name):
            return None
        for each in scope.enclosing():
            for binding in reversed(each.bindings.get(node.id, ())):
                match binding.value, binding.origin, binding.node:
                    case ast.Attribute() | ast.Name() as value, _, _ if value is not node:
                        return self.of(value, each)
                    case _, ast.ImportFrom() as statement, ast.alias(name=name):
                        source = self.evaluator.names.source(statement, each.module)
                        if isinstance(source, InModule) and source.module is not each.module:
                            return self.of(ast.Name(name), self.evaluator.names.outline(source.module).scope)
                return None
        return None

    def _of_function(self, function: Function) -> Maker | None:
        """A decorator of the project's own: a function in which tasks are made."""
        given = {arg.arg for arg in (*function.node.args.posonlyargs, *function.node.args.args)}
        for node, scope in self._inside(function):
            made = self.of_decorator(node, scope)
            if made is None:
                continue
            name = _word(node, "name") or (_word(node.func, "name") if isinstance(node, ast.Call) else None)
            theirs = isinstance(name, ast.Name) and name.id in given | {a.arg for a in function.node.args.kwonlyargs}
            options = {key: value for key, value in made.options.items() if value.known}
            first = next((arg.arg for arg in function.node.args.args), "")
            return replace(
                self._loosely(made) or made,
                options={key: value for key, value in options.items() if key != "name"},
                named=made.named and (name is None or theirs),
                name_first=theirs and first == "name",
            )
        return None

    def _inside(self, function: Function) -> Iterator[tuple[ast.expr, Scope]]:
        """The calls and decorators in a function, and in the functions in it."""
        outline = self.evaluator.names.outline(function.scope.module)
        for spot in outline.calls:
            if _within(spot.scope, function.scope):
                yield spot.node, spot.scope
        for definition in outline.definitions:
            if _within(definition.scope, function.scope):
                yield from ((each, definition.scope) for each in definition.node.decorator_list)

    def _loosely(self, made: Maker | None) -> Maker | None:
        return made and replace(made, complete=False, own=True)

    def wraps(self, node: ast.AST, scope: Scope) -> bool:
        """Whether a function stands for the one that it wraps: then the task is that one's."""
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not scope.parent:
            return False
        calls = (each for each in node.decorator_list if isinstance(each, ast.Call))
        return any(self.evaluator.names.dotted(call.func, scope) in _WRAPS for call in calls)

    def hidden(self, node: ast.expr, scope: Scope) -> bool:
        """Whether a decorator may make tasks in a way that cannot be followed: `@logged_task` of a package."""
        func = node.func if isinstance(node, ast.Call) else node
        thing = self.evaluator.names.resolve(func, scope)
        if isinstance(thing, Outside):
            head, _, last = thing.dotted.rpartition(".")
            return "task" in last.lower() and head.partition(".")[0] not in _FOREIGN
        if isinstance(thing, Class):
            return "task" in thing.node.name.lower()
        # What a function of the program does is known.
        last = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        return "task" in last.lower() and not isinstance(thing, Function)


def _word(node: ast.expr, name: str) -> ast.expr | None:
    words = node.keywords if isinstance(node, ast.Call) else []
    return next((word.value for word in words if word.arg == name), None)


def _within(scope: Scope, outer: Scope) -> bool:
    each: Scope | None = scope
    while each:
        if each is outer:
            return True
        each = each.parent
    return False
