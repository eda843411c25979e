"""Where secrets stand in a file that is quoted: what is shown of a user's source must not show them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate

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


def hidden_spans(lines: Sequence[str], quoted: Collection[int]) -> Mapping[int, list[Span]]:
    """Number of a line, from 1 → the spans of it, from 0, that must not be shown.

    quoted: the numbers of the lines that will be shown; others may be left out.
    """
    spans = {number: secret_spans(lines[number - 1]) for number in quoted}
    text = "\n".join(lines)
    ends = list(accumulate(len(line) + 1 for line in lines))
    shown = [(ends[number - 1] - len(lines[number - 1]) - 1, ends[number - 1]) for number in quoted]
    for start, end in _secret_literals(text, shown):
        for number, span in _by_line(text, start, end, bisect_right(ends, start) + 1):
            spans.setdefault(number, []).append(span)
    return {number: _merged(found) for number, found in spans.items()}


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The spans, with those that touch each other made one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _secret_literals(text: str, shown: Sequence[Span]) -> Iterator[Span]:
    for literal in _LITERAL.finditer(text):
        if not any(begin < literal.end() and literal.start() < end for begin, end in shown):
            continue
        before = text[max(0, literal.start() - _BEFORE) : literal.start()]
        quotes = _QUOTES.match(literal[0])
        length = len(quotes[0]) if quotes else 0
        start, end = literal.start() + length, literal.end() - length
        if start < end and (_is_given_to_secret(before) or _is_in_secret_statement(text, literal)):
            yield start, end
        # On its own, too: a password may hold the other kind of quote.
        yield from ((start + begin, start + stop) for begin, stop in secret_spans(text[start:end]))


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


def _by_line(text: str, start: int, end: int, number: int) -> Iterator[tuple[int, Span]]:
    """The parts of a span on each of its lines; number: of the line on which it begins."""
    line_start = text.rfind("\n", 0, start) + 1
    for part in text[start:end].split("\n"):
        yield number, (start - line_start, start - line_start + len(part))
        start += len(part) + 1
        number, line_start = number + 1, start
