"""Mappings and sequences as values, each part with a value and a place of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from celerykit.project import Opaque, State, Value

__all__ = ["Evaluate", "computed", "concatenated", "kind_of", "mapping", "mapping_of_call", "sequence"]

Evaluate = Callable[[ast.expr], Value]

# No setting is as large. A program that doubles a list forty times must not be worked out.
_HEAVIEST = 20_000
_LONGEST = 100_000


def mapping(base: Value, pairs: Iterable[tuple[Value | None, Value]]) -> Value:
    """A dict display; a pair without a key is `**value`.

    Known if all of it is. Otherwise unknown, a dict all the same, with the keys that could be read; `open` where
    there may be more of them.
    """
    parts: dict[Any, Value] = {}
    opened, variable = False, ""
    for key, value in pairs:
        variable = variable or value.variable
        if key is None:
            opened = opened or not _closed(value)
            parts.update(value.keys)
        elif key.known and isinstance(key.value, (str, int, float, bool, bytes, tuple, type(None), Opaque)):
            parts[key.value] = value
        else:
            opened = True
    return _mapping(replace(base, variable=variable), parts, opened)


def _closed(value: Value) -> bool:
    # Of an unknown one without keys, only the type is known.
    return isinstance(value.value, dict) or (value.type is dict and not value.open and bool(value.keys))


def _mapping(base: Value, parts: dict[Any, Value], opened: bool) -> Value:
    _must_be_light(parts.values())
    known = not opened and all(part.known for part in parts.values())
    return replace(
        base,
        state=State.KNOWN if known else State.UNKNOWN,
        value={key: part.value for key, part in parts.items()} if known else None,
        type=dict,
        literal=known and all(part.literal for part in parts.values()),
        keys=parts,
        open=opened,
    )


def mapping_of_call(base: Value, node: ast.Call, args: Sequence[Value], evaluate: Evaluate) -> Value:
    """`dict(…)`."""
    pairs: list[tuple[Value | None, Value]] = [(None, _as_mapping(arg)) for arg in args]
    for word in node.keywords:
        value = evaluate(word.value)
        pairs.append((replace(base, state=State.KNOWN, value=word.arg) if word.arg else None, value))
    return mapping(base, pairs)


def _as_mapping(value: Value) -> Value:
    """What `dict(value)` holds: pairs become keys."""
    if value.keys or _closed(value):
        return value
    if value.items and all(len(item.items) == 2 for item in value.items):
        return mapping(value, [(item.items[0], item.items[1]) for item in value.items])
    return replace(value, open=True)


def sequence(base: Value, items: Iterable[tuple[Value, bool]], kind: type) -> Value:
    """A list, tuple or set display; the second of a pair says whether it is `*value`."""
    parts: list[Value] = []
    opened, variable = False, ""
    for item, starred in items:
        variable = variable or item.variable
        if not starred:
            parts.append(item)
        elif isinstance(item.value, (list, tuple)) or item.type in {list, tuple}:
            parts.extend(item.items)
            # One of which nothing is known holds whatever it holds.
            opened = opened or item.open or (item.unknown and not item.items)
        else:
            opened = True
    return _sequence(replace(base, variable=variable), parts, opened, kind)


def _sequence(base: Value, parts: Sequence[Value], opened: bool, kind: type) -> Value:
    _must_be_light(parts)
    known = not opened and all(part.known for part in parts)
    return replace(
        base,
        state=State.KNOWN if known else State.UNKNOWN,
        value=kind(part.value for part in parts) if known else None,
        type=kind,
        literal=known and all(part.literal for part in parts),
        items=tuple(parts),
        open=opened,
    )


def _must_be_light(parts: Iterable[Value]) -> None:
    """Raises ValueError where the parts, with all that is in them, are more than any setting holds."""
    weight, waiting = 0, list(parts)
    while waiting:
        part = waiting.pop()
        weight += 1 + (len(part.value) // 100 if isinstance(part.value, (str, bytes)) else 0)
        if weight + len(waiting) > _HEAVIEST:
            raise ValueError("too large a value to work out")
        waiting.extend(part.items)
        waiting.extend(part.keys.values())


def computed(base: Value, result: object) -> Value:
    """A known result; its parts stand where the whole stands. Raises ValueError where it is too large."""
    if isinstance(result, (str, bytes, list, tuple, dict, set)) and len(result) > _LONGEST:
        raise ValueError("too large a value to work out")
    base = replace(base, literal=False, open=False)
    typed = base.type or (type(result) if base.variable else None)
    whole = replace(base, state=State.KNOWN, value=result, type=typed)
    if isinstance(result, dict):
        return replace(whole, keys={key: computed(base, value) for key, value in result.items()})
    if isinstance(result, (list, tuple)):
        return replace(whole, items=tuple(computed(base, value) for value in result))
    return whole


def concatenated(base: Value, left: Value, op: ast.operator, right: Value) -> Value | None:
    """`list + list`, `dict | dict`, with the parts' own places; None where it is something else."""
    kinds = {kind_of(left), kind_of(right)}
    if isinstance(op, ast.BitOr) and dict in kinds:
        return mapping(base, [(None, left), (None, right)])
    for kind in (list, tuple):
        if isinstance(op, ast.Add) and kind in kinds and kinds <= {kind, None}:
            return sequence(base, [(left, True), (right, True)], kind)
    return None


def kind_of(value: Value) -> type | None:
    """The type of a value, where that much is certain."""
    return type(value.value) if value.known else value.type
