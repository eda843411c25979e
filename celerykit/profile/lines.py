"""On which line a key of a TOML file stands: tomllib does not say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["key_lines"]

Key = tuple[str, ...]


def key_lines(text: str) -> dict[Key, int]:
    """The line, from 1, on which each key and each table of a valid TOML document begins.

    Each statement is parsed by itself under its table's header, so the standard parser decides what it says.
    """
    lines: dict[Key, int] = {}
    header, statement, start = "", "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if not statement and line.strip().startswith("["):
            header = line
        if not statement:
            start = number
        statement += line + "\n"
        try:
            said = tomllib.loads(statement if statement.strip().startswith("[") else f"{header}\n{statement}")
        except tomllib.TOMLDecodeError:
            continue  # a text or an array that goes on
        for key in _keys(said):
            lines.setdefault(key, start)
        statement = ""
    return lines


def _keys(table: Mapping[str, Any], above: Key = ()) -> Iterator[Key]:
    for name, value in table.items():
        yield (*above, name)
        if isinstance(value, Mapping):
            yield from _keys(value, (*above, name))
