"""Where secrets stand in a file that is quoted: what is shown of a user's source must not show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from celerykit.values.secrets import is_secret_name, secret_spans

__all__ = ["Span", "hidden_spans"]

Span = tuple[int, int]

_LITERAL = re.compile(r"(?P<fence>\"\"\"|''')[\s\S]*?(?P=fence)|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'")
_QUOTES = re.compile(r"\"\"\"|'''|[\"']")
# What stands before a literal that a name is given: `name = `, `"name": (`, `name: str = `, `setdefault("name", `.
_GIVEN_TO = re.compile(
    r"(?:(?P<quoted>[\"'])(?P<key>[\w.\-]+)(?P=quoted)\s*\]?\s*[:=,]|(?P<name>[\w.\-]+)\s*(?::[^=\n\"']*)?[=:])"
    r"[\s(\[\\]*[A-Za-z]{0,2}$"
)
_ASSIGNED = re.compile(r"[ \t]*(?:[\w.]*\[[\"'])?(?P<name>[\w.\-]+)(?:[\"']\])?[ \t]*(?::[^=\n]*)?=(?!=)")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")  # the name of an environment variable is no secret …
_LOOKED_UP = re.compile(r"[\w\]][(\[]\s*$")  # … where it is looked up
_BEFORE = 200  # characters that are searched for the name that a literal is given to


def hidden_spans(lines: Sequence[str]) -> Mapping[int, list[Span]]:
    """Number of a line, from 1 → the spans of it, from 0, that must not be shown."""
    text = "\n".join(lines)
    spans: dict[int, list[Span]] = {}
    for start, end in [*secret_spans(text), *_secret_literals(text)]:
        for number, span in _by_line(text, start, end):
            spans.setdefault(number, []).append(span)
    return spans


def _secret_literals(text: str) -> Iterator[Span]:
    for literal in _LITERAL.finditer(text):
        before = text[max(0, literal.start() - _BEFORE) : literal.start()]
        quotes = _QUOTES.match(literal[0])
        length = len(quotes[0]) if quotes else 0
        start, end = literal.start() + length, literal.end() - length
        if start < end and (_is_given_to_secret(before) or _is_in_secret_statement(text, literal)):
            yield start, end


def _is_given_to_secret(before: str) -> bool:
    match = _GIVEN_TO.search(before)
    return match is not None and is_secret_name(_last_part(match["key"] or match["name"]))


def _is_in_secret_statement(text: str, literal: re.Match[str]) -> bool:
    """Whether it stands in `password = os.environ.get("NAME", "default")`, and is not that NAME."""
    line_start = text.rfind("\n", 0, literal.start()) + 1
    assigned = _ASSIGNED.match(text, line_start, literal.start())
    if assigned is None or not is_secret_name(_last_part(assigned["name"])):
        return False
    return not (_VARIABLE.fullmatch(literal[0][1:-1]) and _LOOKED_UP.search(text, line_start, literal.start()))


def _last_part(name: str) -> str:
    return name.rpartition(".")[2]


def _by_line(text: str, start: int, end: int) -> Iterator[tuple[int, Span]]:
    number = text.count("\n", 0, start) + 1
    line_start = text.rfind("\n", 0, start) + 1
    for part in text[start:end].split("\n"):
        yield number, (start - line_start, start - line_start + len(part))
        start += len(part) + 1
        number, line_start = number + 1, start
