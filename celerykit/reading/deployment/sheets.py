"""Texts of files that are not Python, and words in them, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from celerykit.project import State, Value
from celerykit.values.places import Place, Source
from celerykit.values.secrets import HIDDEN, hide_in_text, is_secret_name

__all__ = ["Sheet", "Word", "value_of"]

_PROGRAM = Source("program")
# Flower's `--basic_auth=user:password`.
_AUTH = "_auth"
# Longer ones help nobody on a line of a report.
_LONGEST = 160


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sheet:
    """The text of a file. path: as shown in places."""

    path: str
    file: Path
    text: str
    _starts: list[int] = field(default_factory=lambda: [0])

    def __post_init__(self) -> None:
        end = self.text.find("\n")
        while end >= 0:
            self._starts.append(end + 1)
            end = self.text.find("\n", end + 1)

    def offset(self, line: int, column: int) -> int:
        """Where a line and a column, both from 0, are in the text."""
        return min(self._starts[min(line, len(self._starts) - 1)] + column, len(self.text))

    def place(self, start: int, end: int) -> Place:
        """The span from one offset to another, on its first line."""
        line = bisect_right(self._starts, start)
        first = self._starts[line - 1]
        last = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return Place(self.path, line, start - first + 1, max(min(end, last), start) - first + 1)

    def lines(self) -> list[Word]:
        """Its lines, each a word of its own."""
        ends = (*(start - 1 for start in self._starts[1:]), len(self.text))
        return [Word(self.text[start:end], self, start, end) for start, end in zip(self._starts, ends, strict=True)]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Word:
    """A piece of a file.

    text: as the file means it; expansions that cannot be known stand in it as written. start, end: where it stands.
    variable: the environment variable that may replace it, or that it is. unknown: only running tells what it is.
    many: it may be any number of words.
    """

    text: str
    sheet: Sheet
    start: int
    end: int
    variable: str = ""
    unknown: bool = False
    many: bool = False

    @property
    def place(self) -> Place:
        """Its span."""
        return self.sheet.place(self.start, self.end)

    def part(self, begin: int, end: int, text: str | None = None, **more: object) -> Word:
        """What stands at these offsets of its text, found again in the file."""
        raw = self.text[begin:end]
        # Quotes, escapes and indentation make the file longer than the text that it means, never shorter.
        first = self.sheet.text.find(raw, self.start + begin, self.end) if raw else self.start + begin
        found = (first, first + len(raw)) if first >= 0 else (self.start, self.end)
        return Word(raw if text is None else text, self.sheet, *found, **more)  # type: ignore[arg-type]


def value_of(word: Word, value: object = None, *, name: str = "") -> Value:
    """A word as a value; what it stands for, else its text. name: of the variable or key that holds it."""
    text = HIDDEN if is_secret_name(name) or name.endswith(_AUTH) else hide_in_text(word.text)
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if word.unknown:
        return Value(State.UNKNOWN, None, word.place, _PROGRAM, shown, str, word.variable)
    plain = word.text if value is None else value
    return Value(State.KNOWN, plain, word.place, _PROGRAM, shown, None, word.variable, literal=not word.variable)
