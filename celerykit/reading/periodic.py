"""Tasks that calls put on the schedule."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.project import Periodic, State, Value
from celerykit.reading.given import keywords
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Scope, Spot
from celerykit.reading.sends import Sends

__all__ = ["Schedules"]

# Of Celery.add_periodic_task, in its order (celery/app/base.py).
_PARAMETERS = ("schedule", "sig", "args", "kwargs", "name")
# What puts entries on a schedule that stands in a database.
_STORED = frozenset({
    "django_celery_beat.models.PeriodicTask", "redbeat.RedBeatSchedulerEntry",
    "redbeat.schedulers.RedBeatSchedulerEntry", "sqlalchemy_celery_beat.models.PeriodicTask",
})  # fmt: skip
_OLD_DECORATORS = frozenset({"celery.task.periodic_task", "celery.decorators.periodic_task"})
_UNSET = Value(State.DEFAULT)


@dataclass(slots=True, repr=False)
class Schedules:
    """Finds what is put on the schedule by calls.

    complete: False once something was seen that puts on it what cannot be told.
    """

    sends: Sends
    complete: bool = True

    def in_module(self, outline: Outline) -> Iterator[tuple[Periodic, ast.Call | None]]:
        """What a module schedules, each with the app whose schedule it is, if that can be told."""
        for spot in outline.calls:
            func = spot.node.func
            if isinstance(func, ast.Attribute) and func.attr == "add_periodic_task":
                found = self._added(spot)
                if found:
                    yield found, self.sends.tasks.apps.of(func.value, spot.scope)
            elif self._stores(func, spot.scope):
                self.complete = False
        self.complete = self.complete and not any(_fills(target) for target, _ in outline.assigned)
        for definition in outline.definitions:
            for decorator in definition.node.decorator_list:
                found = self._decorated(decorator, definition.node, definition.scope)
                if found:
                    yield found, None

    def _added(self, spot: Spot[ast.Call]) -> Periodic | None:
        evaluator = self.sends.evaluator
        verdict = evaluator.holds(spot.guards, spot.scope)
        if verdict is False:
            return None
        if verdict is None:
            self.complete = False
        if any(isinstance(arg, ast.Starred) for arg in spot.node.args) or any(
            w.arg is None for w in spot.node.keywords
        ):
            self.complete = False
        given = dict(zip(_PARAMETERS, spot.node.args, strict=False))
        given |= {word.arg: word.value for word in spot.node.keywords if word.arg in _PARAMETERS}
        task, under = self.sends.task_of(given["sig"], spot.scope) if "sig" in given else (None, {})
        options, _ = keywords(spot.node, spot.scope, evaluator)
        values = {name: evaluator.value(node, spot.scope, spot.guards) for name, node in given.items() if name != "sig"}
        if task is None:
            self.complete = False
        sig = given.get("sig")
        signed = self.sends.of(sig, spot.scope) if isinstance(sig, ast.Call) else None
        whole = signed if signed and signed.task == task and not {"args", "kwargs"} & given.keys() else None
        return Periodic(
            task,
            values.get("schedule", Value(State.UNKNOWN)),
            spot.scope.module.place(spot.node.func),
            values.get("name", _UNSET),
            under | {name: value for name, value in options.items() if name not in _PARAMETERS},
            whole.args if whole else None,
            whole.kwargs if whole else None,
        )

    def _stores(self, func: ast.expr, scope: Scope) -> bool:
        """`PeriodicTask.objects.create(…)`, `RedBeatSchedulerEntry(…)`."""
        node = func
        while isinstance(node, ast.Attribute) and not node.attr[:1].isupper():
            node = node.value
        last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        return last.endswith(("PeriodicTask", "SchedulerEntry")) and (
            self.sends.evaluator.names.dotted(node, scope) in _STORED
        )

    def _decorated(self, node: ast.expr, function: ast.AST, scope: Scope) -> Periodic | None:
        """`@periodic_task(run_every=60)`, of Celery 4 and older."""
        names = self.sends.evaluator.names
        if not isinstance(node, ast.Call) or names.dotted(node.func, scope) not in _OLD_DECORATORS:
            return None
        options, _ = keywords(node, scope, self.sends.evaluator)
        declared = self.sends.tasks.of_definition(function, scope)
        every = options.pop("run_every", Value(State.UNKNOWN))
        return Periodic(declared.task.name if declared else None, every, scope.module.place(node.func))


def _fills(target: Spot[ast.expr]) -> bool:
    """`self.conf["beat_schedule"][name] = …` in a function, which runs as often as it is called."""
    if not target.scope.parent or not isinstance(target.node, ast.Subscript):
        return False
    match target.node.value:
        case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name.lower().endswith(("beat_schedule", "beatschedule"))
    return False
