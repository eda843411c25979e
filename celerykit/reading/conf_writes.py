"""What a program does to an app's configuration after creating it: `app.conf.x = …`, `config_from_object(…)`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from celerykit.project import Entry, State, Value
from celerykit.reading import changes, containers
from celerykit.reading.apps import App, Apps
from celerykit.reading.django_settings import variable_set
from celerykit.reading.entries import entry, from_mapping, key_places, keyword_place
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.for_tests import is_test
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Spot
from celerykit.reading.setting_names import setting_of

__all__ = ["ConfWrites", "conf_writes"]

# A key of Flask's that is a setting under this namespace is meant as one, even where no namespace is given.
_USUAL_NAMESPACE = "CELERY"
_METHODS = frozenset({"autodiscover_tasks", "config_from_envvar", "config_from_object", "add_defaults"})
_CHANGING = frozenset({"append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"})

Before = Callable[[str], Value]
_Assigned = tuple[Spot[ast.expr], ast.expr]


@dataclass(slots=True, repr=False)
class ConfWrites:
    """All that is done to one app's configuration, in the order of the source.

    sources: calls of config_from_object; the last one counts. discoveries: calls of autodiscover_tasks.
    complete: False where something is written that cannot be read.
    """

    app: App
    apps: Apps
    evaluator: Evaluator
    sources: list[Spot[ast.Call]] = field(default_factory=list)
    discoveries: list[Spot[ast.Call]] = field(default_factory=list)
    complete: bool = True
    _changes: list[Spot[ast.Call] | _Assigned] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)

    def notice(self, outline: Outline) -> None:
        """Take note of what a module does."""
        steps: list[tuple[tuple[int, int], Spot[ast.Call] | _Assigned]] = []
        for spot in outline.calls:
            func = spot.node.func
            if isinstance(func, ast.Attribute):
                if self._changes_conf(func, spot) and self._runs(spot):
                    steps.append(((spot.node.lineno, spot.node.col_offset), spot))
                elif func.attr in _METHODS and self._is_app(func.value, spot) and self._runs(spot):
                    self._sort(func.attr, spot)
            elif getattr(func, "id", "") == "setattr" and spot.node.args:
                self.complete = self.complete and not self._is_conf(spot.node.args[0], spot)
        for target, value in outline.assigned:
            if self._named(target.node, target) and self._runs(target):
                steps.append(((target.node.lineno, target.node.col_offset), (target, value)))
        self._changes += [step for _, step in sorted(steps, key=lambda pair: pair[0])]

    def _is_app(self, node: ast.expr, spot: Spot[ast.Call]) -> bool:
        app = self.apps.of(node, spot.scope) or self.apps.of_parameter(node, spot.scope)
        return app is self.app.call

    def _sort(self, method: str, spot: Spot[ast.Call]) -> None:
        """Note a call of one of the app's own methods."""
        match method:
            case "config_from_object":
                self.sources.append(spot)
            case "autodiscover_tasks":
                self.discoveries.append(spot)
            case "config_from_envvar":
                self._from_variable(spot)
            case _:
                self.complete = False

    def _from_variable(self, spot: Spot[ast.Call]) -> None:
        """`config_from_envvar("X")`, where the module itself says what X is if nobody else does."""
        first = spot.node.args[0] if spot.node.args else None
        outline = self.evaluator.names.outline(spot.scope.module)
        name = self.evaluator.value(first, spot.scope).value if first else None
        told = variable_set(outline, str(name), self.evaluator)
        if told:
            self.sources.append(_as_if_named(told, spot))
        else:
            self.complete = False

    def _changes_conf(self, func: ast.Attribute, spot: Spot[ast.Call]) -> bool:
        """`conf.update(…)`, `conf.setdefault(…)`, `conf.task_queues.append(…)`."""
        if func.attr not in _CHANGING:
            return False
        return self._is_conf(func.value, spot) or self._named(func.value, spot) is not None

    def _runs(self, spot: Spot[ast.AST]) -> bool:
        return self.evaluator.holds(spot.guards, spot.scope) is not False

    def _is_conf(self, node: ast.expr, spot: Spot[ast.AST]) -> bool:
        return self.apps.conf_of(node, spot.scope) is self.app.call

    def _named(self, target: ast.expr, spot: Spot[ast.AST]) -> tuple[str, ast.expr | None] | None:
        """The setting that a target names, and the key in it: `conf.beat_schedule["x"]`. "" for one not known."""
        match target:
            case ast.Attribute(value=owner, attr=name) if self._is_conf(owner, spot):
                return name, None
            case ast.Subscript(value=owner, slice=key) if self._is_conf(owner, spot):
                told = self.evaluator.value(key, spot.scope)
                return (told.value if told.known and isinstance(told.value, str) else ""), None
            case ast.Subscript(value=ast.Attribute() | ast.Subscript() as inner, slice=key):
                whole = self._named(inner, spot)
                return (whole[0], key) if whole and whole[1] is None else None
        return None

    def entries(self, before: Before) -> list[Entry]:
        """What is written, each with the value that the setting then has.

        before: the value that a setting has without all this.
        """
        for step in self._changes:
            if isinstance(step, tuple):
                self._assigned(*step, before)
            elif self._is_conf(getattr(step.node.func, "value", step.node), step):
                self._updated(step)
            else:
                self._changed(step, before)
        return self._entries

    def _current(self, name: str, before: Before) -> Value:
        """The value that a setting has by now."""
        setting = setting_of(name) or name
        told = (each.value for each in reversed(self._entries) if (each.setting or each.name) == setting)
        return next(told, None) or before(setting)

    def _assigned(self, target: Spot[ast.expr], node: ast.expr, before: Before) -> None:
        told = self._named(target.node, target)
        if not told or not told[0]:
            self.complete = False
            return
        name, key = told
        current = self._current(name, before)
        if isinstance(node, ast.BinOp) and node.left is target.node:
            origin = ast.AugAssign(ast.Name(name), node.op, node.right)
            value = changes.changed(current, origin, node.right, lambda each: self._value(each, target))
        else:
            other = self._named(node, target)
            # `conf.beat_schedule = conf.CELERY_BEAT_SCHEDULE`
            value = self._current(other[0], before) if other and not other[1] else self._value(node, target)
        if key is not None:
            value = containers.mapping(value, [(None, current), (self._value(key, target), value)])
        module = target.scope.module
        named = target.node.slice if isinstance(target.node, ast.Subscript) else target.node
        place = module.place(named)
        if named is target.node:
            place = replace(place, column=max(place.end_column - len(name), 1))
        self._add(entry(name, setting_of(name), self._maybe(value, target), place, "attribute"))

    def _value(self, node: ast.expr, spot: Spot[ast.AST]) -> Value:
        return self.evaluator.value(node, spot.scope, spot.guards)

    def _changed(self, spot: Spot[ast.Call], before: Before) -> None:
        """`conf.task_queues.append(…)`."""
        func = spot.node.func
        assert isinstance(func, ast.Attribute)
        told = self._named(func.value, spot)
        if not told or told[1] is not None or not told[0]:
            self.complete = False
            return
        base = replace(self.evaluator.unknown(spot.node, spot.scope), text="")
        current = replace(self._current(told[0], before), place=base.place, source=base.source)
        value = changes.changed(current, ast.Expr(spot.node), spot.node, lambda each: self._value(each, spot))
        place = spot.scope.module.place(func.value)
        place = replace(place, column=max(place.end_column - len(told[0]), 1))
        self._add(entry(told[0], setting_of(told[0]), self._maybe(value, spot), place, "attribute"))

    def _updated(self, spot: Spot[ast.Call]) -> None:
        """`conf.update(…)`, `conf.setdefault(…)`."""
        call, scope = spot.node, spot.scope
        if getattr(call.func, "attr", "") == "setdefault" and len(call.args) == 2:
            self._set_unless_set(spot)
            return
        for arg in call.args:
            inner = arg.value if isinstance(arg, ast.Starred) else arg
            self._all(self._value(inner, spot), inner, spot)
        for word in call.keywords:
            value = self._value(word.value, spot)
            if word.arg is None:
                self._all(value, word.value, spot)
                continue
            place = keyword_place(word, scope)
            self._add(entry(word.arg, setting_of(word.arg), self._maybe(value, spot), place, "update"))

    def _set_unless_set(self, spot: Spot[ast.Call]) -> None:
        name, value = (self._value(arg, spot) for arg in spot.node.args)
        if not (name.known and isinstance(name.value, str)):
            self.complete = False
        elif not any(each.setting == setting_of(name.value) for each in self._entries):
            # It counts until `conf` is read for the first time; from then on the default is there already.
            value = replace(value, state=State.UNKNOWN, value=None, literal=False)
            self._add(entry(name.value, setting_of(name.value), value, name.place, "update"))

    def _all(self, value: Value, node: ast.expr, spot: Spot[ast.Call]) -> None:
        inside = from_mapping(value, key_places(node, spot.scope, self.evaluator), "update")
        config = self.evaluator.flask
        flask = config is not None and config.is_it(node, spot.scope, self.evaluator.names)
        for each in inside.entries:
            # A Flask app's config is full of what concerns others.
            if each.setting or not flask or setting_of(each.name, _USUAL_NAMESPACE):
                self._add(replace(each, value=self._maybe(each.value, spot)))
        self.complete = self.complete and inside.complete

    def _maybe(self, value: Value, spot: Spot[ast.AST]) -> Value:
        """The value, unless only running tells whether the line is reached."""
        if self.evaluator.holds(spot.guards, spot.scope):
            return value
        return replace(value, state=State.UNKNOWN, value=None, literal=False)

    def _add(self, new: Entry) -> None:
        self._entries.append(new)


def conf_writes(app: App, outlines: Iterable[Outline], apps: Apps, evaluator: Evaluator) -> ConfWrites:
    """What the modules of a program do to the configuration of an app; what its tests do is left out."""
    found = ConfWrites(app, apps, evaluator)
    for outline in outlines:
        if not is_test(outline.scope.module.path) or outline.scope.module is app.module:
            found.notice(outline)
    told = variable_set(apps.names.outline(app.module), "CELERY_CONFIG_MODULE", evaluator)
    if told and not found.sources:
        # Celery's loader reads it where `config_from_object` is not called (celery/loaders/base.py).
        found.sources.append(_as_if_named(told, Spot(app.call, app.scope)))
    return found


def _as_if_named(module: str, spot: Spot[ast.Call]) -> Spot[ast.Call]:
    """As if `config_from_object("module")` stood there."""
    call = ast.copy_location(ast.Call(spot.node.func, [ast.Constant(module)], []), spot.node)
    ast.copy_location(call.args[0], spot.node)
    return Spot(call, spot.scope, spot.guards)
