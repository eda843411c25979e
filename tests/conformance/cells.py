"""What was found, and the file that keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

__all__ = ["MEASURED", "Cell", "Found", "Outcome", "Row", "merged", "read", "write"]

MEASURED = Path(__file__).parents[2] / "docs" / "measured" / "conformance.json"

Outcome = Literal["kept", "refused", "broken", "not applicable"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What was measured of one behaviour on one broker with one backend.

    note: celerykit's message where it refused; what was seen where it is broken; why where it does not apply; what to
    know where it is kept.
    """

    behaviour: str
    broker: str
    backend: str
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A behaviour as the docs name it. depends: "pair" where the backend matters too."""

    name: str
    theme: str
    promise: str
    depends: Literal["broker", "pair"]


@dataclass(frozen=True, slots=True)
class Found:
    """All that the docs show. brokers, backends: titles by name. versions: of servers and libraries."""

    rows: Sequence[Row] = ()
    brokers: Mapping[str, str] = field(default_factory=dict)
    backends: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    cells: Sequence[Cell] = ()


def read(path: Path = MEASURED) -> Found:
    """What the file says; nothing where there is none."""
    if not path.is_file():
        return Found()
    said = json.loads(path.read_text(encoding="utf-8"))
    return Found(
        rows=[Row(**row) for row in said["rows"]],
        brokers=said["brokers"],
        backends=said["backends"],
        versions=said["versions"],
        cells=[Cell(**cell) for cell in said["cells"]],
    )


def write(found: Found, path: Path = MEASURED) -> None:
    """Puts it into the file, a line for each cell, so that a change can be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(found), encoding="utf-8")


def merged(before: Found, now: Found) -> Found:
    """What was found before, with what was found now in its place; cells of what is no longer tried are left out."""
    cells = {_place(cell): cell for cell in (*before.cells, *now.cells)}
    order = {row.name: number for number, row in enumerate(now.rows)}
    kept = [
        cell
        for cell in cells.values()
        if cell.behaviour in order and cell.broker in now.brokers and cell.backend in now.backends
    ]
    brokers, backends = list(now.brokers), list(now.backends)
    kept.sort(key=lambda cell: (brokers.index(cell.broker), backends.index(cell.backend), order[cell.behaviour]))
    return Found(now.rows, now.brokers, now.backends, {**before.versions, **now.versions}, kept)


def _place(cell: Cell) -> tuple[str, str, str]:
    return cell.behaviour, cell.broker, cell.backend


def _text(found: Found) -> str:
    parts = {
        "rows": _lines(asdict(row) for row in found.rows),
        "brokers": json.dumps(found.brokers, ensure_ascii=False),
        "backends": json.dumps(found.backends, ensure_ascii=False),
        "versions": json.dumps(dict(sorted(found.versions.items())), ensure_ascii=False),
        "cells": _lines(asdict(cell) for cell in found.cells),
    }
    return "{\n" + ",\n".join(f'"{name}": {text}' for name, text in parts.items()) + "\n}\n"


def _lines(things: Iterable[Mapping[str, object]]) -> str:
    lines = [json.dumps(thing, ensure_ascii=False) for thing in things]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
