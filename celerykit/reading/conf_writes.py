"""What a program does to an app's configuration after creating it: `app.conf.x = …`, `config_from_object(…)`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from celerykit.project import Entry, State, Value
from celerykit.reading import containers
from celerykit.reading.apps import App, Apps, is_test
from celerykit.reading.config_objects import entry, from_mapping, key_places, keyword_place
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.outlines import Outline
from celerykit.reading.scopes import Spot
from celerykit.reading.setting_names import setting_of

__all__ = ["ConfWrites", "conf_writes"]

_METHODS = frozenset({"autodiscover_tasks", "config_from_envvar", "config_from_object", "add_defaults"})


@dataclass(slots=True, repr=False)
class ConfWrites:
    """All that is done to one app's configuration, in the order of the source.

    sources: calls of config_from_object; the last one counts. discoveries: calls of autodiscover_tasks.
    complete: False where something is written that cannot be read.
    """

    entries: list[Entry] = field(default_factory=list)
    sources: list[Spot[ast.Call]] = field(default_factory=list)
    discoveries: list[Spot[ast.Call]] = field(default_factory=list)
    complete: bool = True


def conf_writes(app: App, outlines: Iterable[Outline], apps: Apps, evaluator: Evaluator) -> ConfWrites:
    """What the modules of a program do to the configuration of an app; what its tests do is left out."""
    found = ConfWrites()
    for outline in outlines:
        if is_test(outline.scope.module.path) and outline.scope.module is not app.module:
            continue
        writer = _Writer(app, apps, evaluator, found)
        for line, step in sorted(writer.steps(outline), key=lambda pair: pair[0]):
            del line
            writer.take(step)
    return found


_Step = Spot[ast.Call] | tuple[Spot[ast.expr], ast.expr]


@dataclass(slots=True, repr=False)
class _Writer:
    app: App
    apps: Apps
    evaluator: Evaluator
    found: ConfWrites

    def steps(self, outline: Outline) -> Iterator[tuple[tuple[int, int], _Step]]:
        for spot in outline.calls:
            func = spot.node.func
            if isinstance(func, ast.Attribute) and self._concerns(func, spot) and self._runs(spot):
                yield (spot.node.lineno, spot.node.col_offset), spot
        for target, value in outline.assigned:
            if self._conf(target.node, target) is not None and self._runs(target):
                yield (target.node.lineno, target.node.col_offset), (target, value)

    def _concerns(self, func: ast.Attribute, spot: Spot[ast.Call]) -> bool:
        if func.attr in _METHODS:
            return self.apps.of(func.value, spot.scope) is self.app.call
        return func.attr == "update" and self.apps.conf_of(func.value, spot.scope) is self.app.call

    def _runs(self, spot: Spot[ast.AST]) -> bool:
        return self.evaluator.holds(spot.guards, spot.scope) is not False

    def _conf(self, target: ast.expr, spot: Spot[ast.expr]) -> tuple[str, ast.expr | None] | None:
        """The setting that a target names, and the key in it: `conf.beat_schedule["x"]`."""
        match target:
            case ast.Attribute(value=owner, attr=name):
                return (name, None) if self.apps.conf_of(owner, spot.scope) is self.app.call else None
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(name))):
                if self.apps.conf_of(owner, spot.scope) is self.app.call:
                    return name, None
        if isinstance(target, ast.Subscript) and isinstance(target.value, (ast.Attribute, ast.Subscript)):
            whole = self._conf(target.value, spot)
            return (whole[0], target.slice) if whole and whole[1] is None else None
        return None

    def take(self, step: _Step) -> None:
        if isinstance(step, tuple):
            self._assigned(*step)
            return
        match step.node.func:
            case ast.Attribute(attr="config_from_object"):
                self.found.sources.append(step)
            case ast.Attribute(attr="autodiscover_tasks"):
                self.found.discoveries.append(step)
            case ast.Attribute(attr="update"):
                self._updated(step)
            case _:
                self.found.complete = False

    def _assigned(self, target: Spot[ast.expr], node: ast.expr) -> None:
        told = self._conf(target.node, target)
        assert told
        name, key = told
        value = self.evaluator.value(node, target.scope, target.guards)
        if key is not None:
            value = self._with_key(name, self.evaluator.value(key, target.scope), value)
        module = target.scope.module
        named = target.node.slice if isinstance(target.node, ast.Subscript) else target.node
        place = module.place(named)
        if named is target.node:
            place = replace(place, column=max(place.end_column - len(name), 1))
        self._add(entry(name, setting_of(name), self._maybe(value, target), place, "attribute"))

    def _with_key(self, name: str, key: Value, value: Value) -> Value:
        """A setting's dict with one more key; what it held before may have come from anywhere."""
        before = next((each.value for each in reversed(self.found.entries) if each.name == name), None)
        return containers.mapping(value, [(None, before or Value(State.UNKNOWN)), (key, value)])

    def _updated(self, spot: Spot[ast.Call]) -> None:
        call, scope = spot.node, spot.scope
        for arg in call.args:
            inner = arg.value if isinstance(arg, ast.Starred) else arg
            value = self.evaluator.value(inner, scope, spot.guards)
            self._all(value, inner, spot)
        for word in call.keywords:
            value = self.evaluator.value(word.value, scope, spot.guards)
            if word.arg is None:
                self._all(value, word.value, spot)
                continue
            place = keyword_place(word, scope)
            self._add(entry(word.arg, setting_of(word.arg), self._maybe(value, spot), place, "update"))

    def _all(self, value: Value, node: ast.expr, spot: Spot[ast.Call]) -> None:
        inside = from_mapping(value, key_places(node, spot.scope, self.evaluator), "update")
        for each in inside.entries:
            self._add(replace(each, value=self._maybe(each.value, spot)))
        self.found.complete = self.found.complete and inside.complete

    def _maybe(self, value: Value, spot: Spot[ast.AST]) -> Value:
        """The value, unless only running tells whether the line is reached."""
        if self.evaluator.holds(spot.guards, spot.scope):
            return value
        return replace(value, state=State.UNKNOWN, value=None, literal=False)

    def _add(self, new: Entry) -> None:
        self.found.entries.append(new)
