"""Settings as their authors wrote them, with their places."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from celerykit.catalogue import SETTINGS
from celerykit.project import Entry, Value
from celerykit.reading.evaluating import Evaluator
from celerykit.reading.scopes import Scope
from celerykit.reading.setting_names import setting_of
from celerykit.reading.things import Expression
from celerykit.values.places import Place
from celerykit.values.secrets import HIDDEN, is_secret_name

__all__ = ["Contents", "Way", "entry", "from_mapping", "key_places", "keyword_place"]

Way = Literal["module", "keyword", "attribute", "update", "mapping"]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a config object holds. complete: False where some of it could not be read."""

    entries: tuple[Entry, ...] = ()
    complete: bool = True


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
    whole = not value.open and (value.known or (value.type is dict and bool(value.keys)))
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
