"""The YAML of a compose file: the little that it takes, with comments, which no library writes.

Every text stands in double quotes, as JSON writes it, so none is taken for a number, a date or a yes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Interpolated", "Value", "interpolated", "yaml_lines"]

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]

_INDENT = "  "
# Keys without quotes read better. Not the words that YAML takes for yes, no or nothing.
_PLAIN_KEY = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][\w.-]*", re.ASCII | re.IGNORECASE)
_DOLLAR = re.compile(r"\$\{(?P<name>\w+)(?P<default>:-[^}]*)?\}|\$")


@dataclass(frozen=True, slots=True)
class Interpolated:
    """A text as compose fills it in. variables: name → its default, "" for those that must be set."""

    text: str
    variables: Mapping[str, str]


def interpolated(text: str) -> Interpolated:
    """The text with each "${NAME}" one that must be set, "${NAME:-default}" as it is, and any other dollar itself."""
    variables: dict[str, str] = {}

    def written(found: re.Match[str]) -> str:
        if found["name"] is None:
            return "$$"
        variables[found["name"]] = (found["default"] or "").removeprefix(":-")
        return found[0] if found["default"] else f"${{{found['name']}:?set {found['name']}}}"

    return Interpolated(_DOLLAR.sub(written, text), variables)


def yaml_lines(value: Mapping[str, Value], depth: int = 0) -> Iterator[str]:
    """The lines of a mapping, indented."""
    for key, inner in value.items():
        head = f"{_INDENT * depth}{key if _PLAIN_KEY.fullmatch(key) else _flow(key)}:"
        if isinstance(inner, str) and "\n" in inner:
            yield f"{head} |"
            yield from (f"{_INDENT * (depth + 1)}{line}" for line in inner.splitlines())
        elif isinstance(inner, Mapping) and inner:
            yield head
            yield from yaml_lines(inner, depth + 1)
        elif isinstance(inner, Sequence) and any(isinstance(item, Mapping) for item in inner):
            yield head
            yield from (f"{_INDENT * (depth + 1)}- {_flow(item)}" for item in inner)
        else:
            yield f"{head} {_flow(inner)}"


def _flow(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)
