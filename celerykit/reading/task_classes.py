"""Classes of tasks, and what they set on the tasks made of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from celerykit.project import Value
from celerykit.reading.apps import App, Apps
from celerykit.reading.bindings import Bindings
from celerykit.reading.definitions import changes_arguments
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope
from celerykit.reading.things import Class, Function, InModule, Outside, Thing

__all__ = ["TaskClasses"]

_TASK_CLASSES = frozenset({"celery.Task", "celery.app.task.Task", "celery.task.Task", "celery.task.base.Task"})
_PLAIN = _TASK_CLASSES | {"abc.ABC", "builtins.object", "typing.Generic"}
# Of a call that makes an app, or a base class of its tasks.
_MADE = (".Task()", "().Task")
# Of the class itself, not options of its tasks.
_OF_THE_CLASS = ("abstract", "name")


@dataclass(slots=True, repr=False)
class TaskClasses:
    """Tells what a class of tasks says.

    made: the apps of the program. outlines: where `app.Task = …` may stand.
    """

    apps: Apps
    evaluator: Evaluator
    made: Iterable[App] = ()
    outlines: Iterable[Outline] = ()
    _defaults: dict[ast.Call, Thing] | None = field(default=None)

    def is_task(self, owner: Class) -> bool:
        """Whether a class comes from Celery's Task."""
        for each in self.evaluator.names.lineage(owner):
            if isinstance(each, Outside):
                if each.dotted in _TASK_CLASSES or each.dotted.endswith(_MADE):
                    return True
            elif any(self._of_app(base, each.scope.parent) for base in each.node.bases if each.scope.parent):
                return True
        return False

    def options(self, thing: Thing | None) -> tuple[dict[str, Value], bool]:
        """What a class sets on its tasks; False where it may set more."""
        if isinstance(thing, Outside):
            return {}, thing.dotted in _PLAIN
        if not isinstance(thing, Class):
            return {}, False
        found: dict[str, Value] = {}
        lineage = list(self.evaluator.names.lineage(thing))
        for each in reversed(lineage):
            if isinstance(each, Class):
                found.update(self.attributes(each.scope))
        for name in _OF_THE_CLASS:
            found.pop(name, None)
        resolved = all(isinstance(each, Class) or self._plain(each) for each in lineage)
        return found, resolved and not self._hidden(lineage)

    def changes_arguments(self, thing: Thing | None) -> bool:
        """Whether a class gives its tasks other arguments than they are called with, or may do so."""
        if not isinstance(thing, Class):
            return not (isinstance(thing, Outside) and self._plain(thing))
        methods = [self.evaluator.names.inherited(thing, name) for name in ("__call__", "apply_async", "delay")]
        return any(isinstance(each, Function) and changes_arguments(each.node) for each in methods)

    def _plain(self, base: Outside) -> bool:
        return base.dotted in _PLAIN or base.dotted.endswith(_MADE)

    def _hidden(self, lineage: Iterable[Class | Outside]) -> bool:
        """Whether a base is something that cannot be told at all."""
        for each in lineage:
            if isinstance(each, Class) and each.scope.parent:
                scope = each.scope.parent
                named = (base for base in each.node.bases if not self._of_app(base, scope))
                if any(not isinstance(self.evaluator.names.resolve(b, scope), (Class, Outside)) for b in named):
                    return True
        return False

    def _of_app(self, base: ast.expr, scope: Scope) -> bool:
        """`class T(app.Task)`, `Base = app.Task` beforehand."""
        if isinstance(base, ast.Name):
            held = (each.bindings[base.id][-1].value for each in scope.enclosing() if base.id in each.bindings)
            base = next((value for value in held if isinstance(value, ast.Attribute)), base)
        if not isinstance(base, ast.Attribute) or base.attr != "Task":
            return False
        last = base.value.attr if isinstance(base.value, ast.Attribute) else getattr(base.value, "id", "")
        return last.lower().endswith(("app", "celery")) or self.apps.of(base.value, scope) is not None

    def attributes(self, scope: Scope) -> dict[str, Value]:
        """The values that a class body binds."""
        found: dict[str, Value] = {}
        for name, history in scope.bindings.items():
            node = history[-1].value
            if history[-1].kind == "value" and isinstance(node, ast.expr):
                found[name] = Bindings(self.evaluator, scope).value(name, self.evaluator.unknown(node, scope))
        return found

    def default(self, app: ast.Call | None) -> Thing | None:
        """The class that an app makes its tasks of, where it is not Celery's own; of a shared task, any app's."""
        if self._defaults is None:
            self._defaults = self._found()
        if app is None:
            return next(iter(self._defaults.values()), None)
        return self._defaults.get(app)

    def _found(self) -> dict[ast.Call, Thing]:
        """`Celery(…, task_cls=X)`, `task_cls` of a class of apps, `app.Task = X`."""
        names = self.evaluator.names
        found: dict[ast.Call, Thing] = {}
        unclear = Outside("")
        for app in self.made:
            given = next((word.value for word in app.call.keywords if word.arg == "task_cls"), None)
            made = names.resolve(app.call.func, app.scope)
            if given:
                found[app.call] = self._named(given, app.scope) or unclear
            elif isinstance(made, Class):
                own = names.inherited(made, "task_cls")
                if own:
                    found[app.call] = own if isinstance(own, (Class, Outside)) else unclear
        for outline in self.outlines:
            for target, value in outline.assigned:
                node = target.node
                if isinstance(node, ast.Attribute) and node.attr == "Task":
                    call = self.apps.of(node.value, target.scope)
                    if call:
                        found[call] = names.resolve(value, target.scope) or unclear
        return found

    def _named(self, node: ast.expr, scope: Scope) -> Thing | None:
        """A class, or the text that names one: "proj.base:Task"."""
        text = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(text, str):
            return self.evaluator.names.resolve(node, scope)
        module, _, name = text.replace(":", ".").rpartition(".")
        found = self.evaluator.names.module(module, scope.module) if module else None
        return self.evaluator.names.member(found.module, name) if isinstance(found, InModule) else Outside(text)
