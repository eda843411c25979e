"""The settings that a config object holds: a module, a class, an object of a class, a dict."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from celerykit.catalogue import SETTINGS
from celerykit.project import Entry, State, Value
from celerykit.reading.bindings import Bindings
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Binding, Scope
from celerykit.reading.setting_names import counts, is_material, setting_of
from celerykit.reading.things import Class, Expression, InModule, Outside, Thing
from celerykit.values.places import Place
from celerykit.values.secrets import HIDDEN, is_secret_name

__all__ = ["Contents", "Way", "contents", "entry", "from_mapping", "key_places", "keyword_place"]

Way = Literal["module", "keyword", "attribute", "update", "mapping"]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a config object holds. complete: False where some of it could not be read."""

    entries: tuple[Entry, ...] = ()
    complete: bool = True


def contents(thing: Thing | None, evaluator: Evaluator, namespace: str = "") -> Contents:
    """The settings in a config object."""
    match thing:
        case InModule(module):
            return _of_scope(evaluator.names.outline(module).scope, evaluator, namespace)
        case Class():
            return _of_class(thing, evaluator, namespace)
        case Expression(ast.Call() as call, scope, _):
            made = evaluator.names.resolve(call.func, scope)
            if isinstance(made, Class):
                return _of_class(made, evaluator, namespace)
    if isinstance(thing, Expression):
        value = evaluator.value(thing.node, thing.scope, thing.guards)
        places = key_places(thing.node, thing.scope, evaluator)
        return from_mapping(value, places, "mapping", namespace)
    return Contents(complete=False)


def entry(
    name: str, setting: str | None, value: Value, place: Place | None, way: Way, *, in_force: bool = True
) -> Entry:
    """An entry whose value shows no secret."""
    known = SETTINGS.get(setting or "")
    if (known and known.secret) or is_secret_name(name):
        value = replace(value, text=HIDDEN)
    return Entry(name, setting, value, place, way, in_force)


def from_mapping(value: Value, places: Mapping[str, Place], way: Way, namespace: str = "") -> Contents:
    """The settings in a dict. places: of its keys, where they are written out."""
    found = [
        entry(key, setting_of(key, namespace), part, places.get(key, part.place), way)
        for key, part in value.keys.items()
        if isinstance(key, str)
    ]
    whole = not value.open and (value.known or value.type is dict)
    return Contents(tuple(found), whole)


def key_places(
    node: ast.expr, scope: Scope, evaluator: Evaluator, seen: frozenset[ast.expr] = frozenset()
) -> dict[str, Place]:
    """Where the keys of a dict are written. seen: what is being looked through; a dict may be made from itself."""
    found: dict[str, Place] = {}
    module = scope.module
    if node in seen:
        return found
    seen |= {node}
    match node:
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    found.update(key_places(value, scope, evaluator, seen))
                elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found[key.value] = module.place(key)
        case ast.Call():
            for word in node.keywords:
                if word.arg:
                    found[word.arg] = keyword_place(word, scope)
        case ast.Name() | ast.Attribute():
            thing = evaluator.names.resolve(node, scope)
            if (
                isinstance(thing, Expression)
                and thing.node is not node
                and isinstance(thing.node, (ast.Dict, ast.Call))
            ):
                found = key_places(thing.node, thing.scope, evaluator, seen)
    return found


def keyword_place(word: ast.keyword, scope: Scope) -> Place:
    """The span of the name of a keyword argument."""
    place = scope.module.place(word)
    return replace(place, end_column=place.column + len(word.arg or ""))


def _of_class(owner: Class, evaluator: Evaluator, namespace: str) -> Contents:
    found: list[Entry] = []
    complete = True
    # Bases first, so that what the class says itself comes last and wins.
    for each in reversed(list(evaluator.names.lineage(owner))):
        if isinstance(each, Outside):
            complete = complete and each.dotted in {"builtins.object", "pydantic_settings.BaseSettings"}
            continue
        part = _of_scope(each.scope, evaluator, namespace)
        found, complete = [*found, *part.entries], complete and part.complete
    return Contents(tuple(found), complete)


def _of_scope(scope: Scope, evaluator: Evaluator, namespace: str, seen: frozenset[Scope] = frozenset()) -> Contents:
    found: list[Entry] = []
    complete = True
    for star in scope.stars:
        assert isinstance(star.origin, ast.ImportFrom)
        source = evaluator.names.source(star.origin, scope.module)
        inner = evaluator.names.outline(source.module).scope if isinstance(source, InModule) else None
        if inner and inner not in seen and inner is not scope:
            part = _of_scope(inner, evaluator, namespace, seen | {scope})
            found, complete = [*found, *part.entries], complete and part.complete
        elif not inner:
            complete = complete and _harmless(source)
    loaded = _loaded(scope)
    for name in scope.bindings:
        if counts(name, scope, namespace, loaded=loaded):
            found.extend(_of_name(name, scope, evaluator, namespace))
    return Contents(tuple(found), complete)


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
