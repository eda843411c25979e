"""Tasks that a program declares: decorated functions, and classes of tasks."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from celerykit.project import Parameters, Task, Value
from celerykit.reading.apps import App, Apps
from celerykit.reading.definitions import parameters_of, place_of_name
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Definition, Scope, Spot
from celerykit.reading.task_classes import TaskClasses
from celerykit.reading.task_makers import Maker, Makers
from celerykit.reading.task_names import TaskNames
from celerykit.reading.things import Class, Expression, Function, Thing

__all__ = ["Declared", "Tasks"]

_Def = ast.FunctionDef | ast.AsyncFunctionDef
_REGISTERING = frozenset({"register", "register_task"})
# Decorators below the one that makes the task, which change nothing of how it is called.
_HARMLESS = frozenset({"builtins.staticmethod", "django.db.transaction.atomic", "typing.no_type_check"})


@dataclass(frozen=True, slots=True)
class Declared:
    """A task, and the app that it belongs to: the call that created it, None for any or unknown."""

    task: Task
    node: ast.AST
    app: ast.Call | None


@dataclass(slots=True, repr=False)
class Tasks:
    """Finds the tasks that modules declare, each once.

    made: the apps of the program. complete: False once something was seen that may declare tasks and is not
    understood.
    """

    apps: Apps
    evaluator: Evaluator
    mains: Mapping[ast.Call, str] = field(default_factory=dict)
    made: tuple[App, ...] = ()
    outlines: Iterable[Outline] = ()
    complete: bool = True
    makers: Makers = field(init=False)
    classes: TaskClasses = field(init=False)
    names: TaskNames = field(init=False)
    _by_node: dict[ast.AST, Declared | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.makers = Makers(self.apps, self.evaluator)
        self.classes = TaskClasses(self.apps, self.evaluator, self.made, self.outlines)
        self.names = TaskNames(self.apps, self.evaluator, self.mains, self.made)

    def declared_in(self, outline: Outline) -> Iterator[Declared]:
        """The tasks of a module, in the order of the source."""
        for spot in outline.definitions:
            if self.evaluator.holds(spot.guards, spot.scope) is False:
                continue
            found = self.of_definition(spot.node, spot.scope)
            if found and not self.makers.wraps(spot.node, spot.scope):
                yield found
            elif not found:
                self._notice(spot)
        decorators = {each for spot in outline.definitions for each in spot.node.decorator_list}
        for call in outline.calls:
            func = call.node.func
            if isinstance(func, ast.Attribute) and func.attr in _REGISTERING:
                yield from self._registered(call, func)
            elif call.node not in decorators and _may_make(func) and len(call.node.args) == 1:
                yield from self._made_by_call(call)

    def _notice(self, spot: Spot[Definition]) -> None:
        """A decorator that may make tasks, and cannot be followed."""
        if not isinstance(spot.node, ast.ClassDef):
            hidden = any(self.makers.hidden(each, spot.scope) for each in spot.node.decorator_list)
            self.complete = self.complete and not hidden

    def _made_by_call(self, spot: Spot[ast.Call]) -> Iterator[Declared]:
        """`add_later = app.task(add)`, `app.task(name="x")(add)`."""
        if not self.makers.of(spot.node.func, spot.scope) or not isinstance(spot.scope.node, (ast.Module, _Def)):
            return
        given = self.evaluator.names.resolve(spot.node.args[0], spot.scope)
        found = self._of_call(spot.node, spot.scope) if isinstance(given, Function) else None
        if found and found.node is spot.node:
            yield found
        elif not isinstance(given, Function):
            # A function that makes tasks of what it is given is a decorator of the project's own.
            first = spot.node.args[0]
            passed_on = isinstance(first, ast.Starred) or (isinstance(first, ast.Name) and bool(spot.scope.parent))
            self.complete = self.complete and (passed_on or isinstance(first, ast.Constant))

    def of(self, node: ast.expr, scope: Scope) -> Declared | None:
        """The task that an expression stands for, if it can be told."""
        return self.of_thing(self.evaluator.names.resolve(node, scope))

    def of_thing(self, thing: Thing | None) -> Declared | None:
        """The task that something is."""
        match thing:
            case Function(node, scope) if scope.parent:
                return self.of_definition(node, scope.parent)
            case Class(_, scope) if scope.parent:
                return self._class(thing)
            case Expression(ast.Call() as call, scope, _):
                return self._of_call(call, scope)
        return None

    def around(self, scope: Scope) -> Declared | None:
        """The task in whose body a scope is."""
        each: Scope | None = scope
        while each and each.parent:
            found = self.of_thing(Class(each.node, each)) if isinstance(each.node, ast.ClassDef) else None
            found = found or self.of_definition(each.node, each.parent)
            if found:
                return found
            each = each.parent
        return None

    def _of_call(self, call: ast.Call, scope: Scope) -> Declared | None:
        """`x = app.task(f)`, `x = app.register_task(X())`, `X()`."""
        if call in self._by_node:
            return self._by_node[call]
        self._by_node[call] = None
        func = call.func
        if isinstance(func, ast.Attribute) and func.attr == "register_task" and call.args:
            self._by_node[call] = self.of(call.args[0], scope)
            return self._by_node[call]
        thing = self.evaluator.names.resolve(func, scope)
        if isinstance(thing, Class):
            self._by_node[call] = self._class(thing)
        elif call.args and _may_make(func):
            maker = self.makers.of(func, scope)
            made = self.evaluator.names.resolve(call.args[0], scope)
            if maker and isinstance(made, Function):
                self._by_node[call] = self._made(maker, made.node, made.scope.top, call, call)
        return self._by_node[call]

    def of_definition(self, node: ast.AST, scope: Scope) -> Declared | None:
        """The task that a function declares by its decorators, if any."""
        if not isinstance(node, _Def) or not node.decorator_list:
            return None
        if node not in self._by_node:
            self._by_node[node] = None
            self._by_node[node] = self._function(node, scope)
        return self._by_node[node]

    def _function(self, node: _Def, scope: Scope) -> Declared | None:
        for index, decorator in enumerate(node.decorator_list):
            maker = self.makers.of_decorator(decorator, scope)
            if maker:
                below = node.decorator_list[index + 1 :]
                plain = all(self.evaluator.names.dotted(_bare(each), scope) in _HARMLESS for each in below)
                return self._made(maker, node, scope, node, node, plain=plain)
        return None

    def _made(
        self, maker: Maker, function: _Def, scope: Scope, at: ast.AST, node: ast.AST, *, plain: bool = True
    ) -> Declared:
        """The task that a maker makes of a function. plain: nothing else changes how that is called."""
        base = self.evaluator.names.resolve(*maker.base) if maker.base else self.classes.default(maker.app)
        inherited, complete = self.classes.options(base) if maker.base or base else ({}, True)
        options = {**inherited, **maker.options}
        bound = options.get("bind")
        changed = bool(maker.base or base) and self.classes.changes_arguments(base)
        clear = plain and not maker.own and not changed and (bound is None or bound.known) and maker.complete
        parameters = parameters_of(function, bound=bool(bound and bound.value)) if clear else None
        task = Task(
            self._name(maker, options, function.name, scope),
            function.name,
            scope.module.name,
            place_of_name(function, scope.module) if at is function else scope.module.place(at),
            {name: value for name, value in options.items() if name != "name"},
            maker.shared,
            parameters,
            asynchronous=isinstance(function, ast.AsyncFunctionDef) and plain and not maker.own and not base,
            options_complete=maker.complete and complete,
        )
        return Declared(task, node, maker.app)

    def _name(self, maker: Maker, options: Mapping[str, Value], function: str, scope: Scope) -> str | None:
        given = options.get("name")
        if given and not (given.known and given.value is None):
            return given.value if given.known and isinstance(given.value, str) and not given.variable else None
        return self.names.generated(function, scope, maker.app) if maker.named else None

    def _registered(self, spot: Spot[ast.Call], func: ast.Attribute) -> Iterator[Declared]:
        """`app.register_task(X())`, `app.tasks.register(X)`."""
        args = spot.node.args
        owner = func.value.value if isinstance(func.value, ast.Attribute) and func.attr == "register" else func.value
        app = self.apps.of(owner, spot.scope)
        found = self.of(args[0], spot.scope) if len(args) == 1 else None
        if found and isinstance(found.node, ast.ClassDef):
            yield Declared(found.task, found.node, app)
        elif not found and app and (func.attr == "register_task" or owner is not func.value):
            self.complete = False

    def _class(self, owner: Class) -> Declared | None:
        """The task that a class is: one that comes from Celery's Task."""
        if owner.node not in self._by_node:
            self._by_node[owner.node] = None
            self._by_node[owner.node] = self._of_class(owner) if self.classes.is_task(owner) else None
        return self._by_node[owner.node]

    def _of_class(self, owner: Class) -> Declared:
        module = owner.scope.module
        options, complete = self.classes.options(owner)
        name = Maker(shared=False)
        run = self.evaluator.names.inherited(owner, "run")
        called = run.node if isinstance(run, Function) and not run.node.decorator_list else None
        own = {key: value for key, value in self.classes.attributes(owner.scope).items() if key == "name"}
        task = Task(
            self._name(name, own, owner.node.name, owner.scope.top),
            owner.node.name,
            module.name,
            place_of_name(owner.node, module),
            options,
            parameters=self._parameters(called, owner),
            asynchronous=isinstance(called, ast.AsyncFunctionDef),
            options_complete=complete,
        )
        return Declared(task, owner.node, None)

    def _parameters(self, called: _Def | None, owner: Class) -> Parameters | None:
        changed = self.classes.changes_arguments(owner)
        return parameters_of(called, bound=True) if called and not changed else None


def _may_make(func: ast.expr) -> bool:
    """Whether a call may make a task, by the name of what is called."""
    inner = func.func if isinstance(func, ast.Call) else func
    last = inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", "")
    return "task" in last.lower()


def _bare(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator
