"""The settings that stand in a module, or in the body of a class, under names of their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from celerykit.project import Entry, State, Value
from celerykit.reading.bindings import Bindings
from celerykit.reading.entries import Contents, entry
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Binding, Scope
from celerykit.reading.setting_names import counts, is_material, setting_of
from celerykit.reading.things import InModule, Outside, Thing

__all__ = ["held_by"]

# What hands on all names of a module, for others to write to.
_OWN_NAMES = frozenset({"globals", "locals", "vars"})
_FILLING = frozenset({"builtins.exec", "dynaconf.DjangoDynaconf"})


def held_by(scope: Scope, evaluator: Evaluator, namespace: str, seen: frozenset[Scope] = frozenset()) -> Contents:
    """The settings that the names of a module, or of a class, are. seen: modules that may lead back here."""
    parts: list[tuple[int, Sequence[Entry]]] = []
    complete = not _fills_itself(scope, evaluator)
    for star in scope.stars:
        assert isinstance(star.origin, ast.ImportFrom)
        source = evaluator.names.source(star.origin, scope.module)
        inner = evaluator.names.outline(source.module).scope if isinstance(source, InModule) else None
        if inner and inner not in seen and inner is not scope:
            part = held_by(inner, evaluator, namespace, seen | {scope})
            parts.append((star.line, _if_reached(star, part.entries, scope, evaluator)))
            complete = complete and part.complete
        elif not inner:
            complete = complete and _harmless(source)
    loaded = _loaded(scope)
    for name, history in scope.bindings.items():
        if counts(name, scope, namespace, loaded=loaded):
            parts.append((history[-1].line, list(_of_name(name, scope, evaluator, namespace))))
    # What comes last wins, be it written or imported.
    entries = [each for _, part in sorted(parts, key=lambda pair: pair[0]) for each in part]
    return Contents(tuple(entries), complete)


def _if_reached(star: Binding, entries: Sequence[Entry], scope: Scope, evaluator: Evaluator) -> Sequence[Entry]:
    """What `from x import *` brings; where only running tells whether it does, its values are not certain."""
    verdict = evaluator.holds(star.guards, scope)
    if verdict is False:
        return ()
    if verdict:
        return entries
    bindings = Bindings(evaluator, scope)
    return [replace(each, value=bindings.value(each.name, _unknown(each.value))) for each in entries]


def _unknown(value: Value) -> Value:
    return replace(value, state=State.UNKNOWN, value=None, literal=False, keys={}, items=())


def _fills_itself(scope: Scope, evaluator: Evaluator) -> bool:
    """Whether a module sets names of its own in a way that is not seen: `globals().update(…)`, `load(globals())`."""
    if not isinstance(scope.node, ast.Module):
        return False
    for spot in evaluator.names.outline(scope.module).calls:
        if spot.scope is scope:
            inner = [spot.node.func.value] if isinstance(spot.node.func, ast.Attribute) else []
            given = (getattr(each, "func", None) for each in (*inner, *spot.node.args))
            if any(isinstance(each, ast.Name) and each.id in _OWN_NAMES for each in given):
                return True
            if evaluator.names.dotted(spot.node.func, scope) in _FILLING:
                return True
    return False


def _harmless(source: Thing | None) -> bool:
    """Whether `from x import *` brings no settings: Django's defaults, constants, types."""
    return isinstance(source, Outside) and source.dotted.partition(".")[0] in {"celery", "django", "kombu", "typing"}


def _loaded(scope: Scope) -> frozenset[str]:
    nodes = ast.walk(scope.module.tree)
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _of_name(name: str, scope: Scope, evaluator: Evaluator, namespace: str) -> Iterator[Entry]:
    history = scope.bindings[name]
    written = [each for each in history if each.kind == "value" and isinstance(each.value, ast.expr)]
    setting = setting_of(name, namespace)
    place = scope.module.place
    if not written:
        if setting and history[-1].kind in {"import", "other"}:
            yield entry(name, setting, _elsewhere(history[-1], scope, evaluator), place(history[-1].node), "module")
        return
    for binding in written[:-1]:
        if not binding.guards and isinstance(binding.value, ast.expr):
            value = evaluator.value(binding.value, scope)
            yield entry(name, setting, value, place(binding.node), "module", in_force=False)
    last = written[-1]
    assert isinstance(last.value, ast.expr)
    value = Bindings(evaluator, scope).value(name, evaluator.unknown(last.value, scope))
    if evaluator.holds(last.guards, scope) is False and all(
        evaluator.holds(each.guards, scope) is False for each in written
    ):
        return
    if setting or not is_material(value, last.value):
        yield entry(name, setting, value, place(last.node), "module")


def _elsewhere(binding: Binding, scope: Scope, evaluator: Evaluator) -> Value:
    """The value of an imported setting, or of one that a loop assigns."""
    place = scope.module.place(binding.node)
    return Bindings(evaluator, scope).value(binding.name, Value(State.UNKNOWN, place=place, text=binding.name))
