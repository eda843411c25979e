"""Layers of a configuration, and which of them wins, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from celerykit.values.places import Source

__all__ = ["UNSET", "Cell", "Layer", "Said", "cells_of", "merged", "said"]

UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Said:
    """A value, who said it, and how strong that one is: a higher level wins."""

    value: object
    source: Source
    level: int = 0


# A setting in a layer: one value, or a dictionary of options of which each key has a source of its own.
Cell = Said | dict[str, Said]


@dataclass(frozen=True)
class Layer:
    """What one place says: an ancestor, the profile, a platform, the arguments, the .env file, the environment.

    parts: settings for one broker or backend only, by ("broker", "redis").
    """

    level: int
    settings: Mapping[str, Cell] = field(default_factory=dict)
    intents: Mapping[str, Said] = field(default_factory=dict)
    queues: Mapping[str, Said] = field(default_factory=dict)
    parts: Mapping[tuple[str, str], Mapping[str, Cell]] = field(default_factory=dict)


def said(cell: Cell) -> Iterator[tuple[tuple[str, ...], Said]]:
    """The values of a setting, each with the key that it stands under: () for the whole."""
    if isinstance(cell, Said):
        yield (), cell
        return
    for key, value in cell.items():
        yield (key,), value


def merged(lower: Cell | None, upper: Cell) -> Cell | None:
    """A setting as two layers say it: dictionaries key by key, all else replaced; "unset" removes.

    Of two values, the one of the higher level counts, and of equal ones the upper.
    """
    if isinstance(upper, Said):
        stronger = _stronger(lower, upper.level)
        return stronger or (None if upper.value == UNSET else upper)
    if isinstance(lower, Said):
        if any(lower.level > value.level for value in upper.values()):
            return lower
        lower = None
    both = dict(lower or {})
    for key, value in upper.items():
        if key in both and value.level < both[key].level:
            continue
        both.pop(key, None)  # a key that is said again moves to the end: the order of routes matters
        if value.value != UNSET:
            both[key] = value
    return both


def _stronger(lower: Cell | None, level: int) -> Cell | None:
    """What of the lower layer's setting stands against a value of that level."""
    if isinstance(lower, Said):
        return lower if lower.level > level else None
    return {key: value for key, value in (lower or {}).items() if value.level > level} or None


def cells_of(table: Mapping[str, object], sources: Mapping[tuple[str, ...], Source], level: int) -> dict[str, Cell]:
    """The settings of a table, as cells. sources: of each setting (name,), and of each key within it (name, key)."""
    cells: dict[str, Cell] = {}
    for name, value in table.items():
        whole = sources[(name,)]
        if isinstance(value, Mapping):
            cells[name] = {str(k): Said(v, sources.get((name, str(k)), whole), level) for k, v in value.items()}
        else:
            cells[name] = Said(value, whole, level)
    return cells
