"""Lines of source with what is said of them underneath."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from celerykit.findings import Label, Severity
from celerykit.reporters.parts.hiding import Span, hidden_spans
from celerykit.reporters.parts.paint import Paint
from celerykit.reporters.parts.text import one_line, shown, width
from celerykit.values.places import Place
from celerykit.values.secrets import HIDDEN

__all__ = ["CUT", "Excerpt", "pieces", "window"]

_LONGEST = 120  # characters of a line that are shown; of a longer one, those around its labels
_AROUND = 30  # characters before the first label of such a line
CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of one file.

    labels: all in that file. primary: the place that the finding is about. gutter: cells for the number of a line.
    """

    path: str
    labels: Sequence[Label]
    primary: Place | None
    severity: Severity
    gutter: int
    paint: Paint

    def rows(self, lines: Sequence[str]) -> Iterator[str]:
        """The rows, from `-->` to the last bar; only the arrows where the file cannot be read."""
        first = next((label for label in self.labels if label.place == self.primary), self.labels[0])
        readable = [label for label in self.labels if 0 < label.place.line <= len(lines)]
        if not readable:
            yield from (self._arrow(label.place, label.text) for label in self.labels)
            return
        yield self._arrow(first.place)
        yield self._bar()
        yield from self._quoted(readable, lines)
        yield self._bar()

    def _arrow(self, place: Place, text: str = "") -> str:
        said = f": {text}" if text else ""
        return f"{' ' * self.gutter}{self.paint.frame('-->')} {one_line(str(place) + said)}"

    def _bar(self, number: str = "", rest: str = "") -> str:
        return f"{self.paint.frame(f'{number:>{self.gutter}} |')} {rest}".rstrip()

    def _quoted(self, labels: Sequence[Label], lines: Sequence[str]) -> Iterator[str]:
        numbers = {label.place.line for label in labels}
        between = {number + 1 for number in numbers if number + 2 in numbers}
        hidden = hidden_spans(lines, numbers | between)
        by_line: dict[int, list[Label]] = {}
        for label in sorted(labels, key=lambda label: label.place):
            by_line.setdefault(label.place.line, []).append(label)
        last = 0
        for number, said in by_line.items():
            if last and number == last + 2:
                text, _ = _laid_out(lines[last], hidden.get(last + 1, ()), window(lines[last], ()))
                yield self._bar(str(last + 1), text)
            elif last and number > last + 1:
                yield self.paint.frame("...")
            text, cells = _laid_out(lines[number - 1], hidden.get(number, ()), window(lines[number - 1], said))
            yield self._bar(str(number), text)
            yield from (self._bar("", self._underline(label, cells)) for label in said)
            last = number

    def _underline(self, label: Label, cells: Mapping[int, int]) -> str:
        place, end_of_line = label.place, max(cells)
        start = cells[min(place.column - 1, end_of_line)]
        end = cells[min(max(place.end_column - 1, place.column), end_of_line)]
        is_primary = place == self.primary
        marks = ("^" if is_primary else "-") * max(1, end - start)
        said = f"{marks} {one_line(label.text)}".rstrip()
        return " " * start + (self.paint.severity(said, self.severity) if is_primary else self.paint.frame(said))


def window(line: str, labels: Sequence[Label]) -> Span:
    """Which columns of a line are shown, from 0: all, or of a long one those around its labels."""
    first = min((label.place.column for label in labels), default=1) - 1
    start = max(0, first - _AROUND) if len(line) > _LONGEST else 0
    return start, start + _LONGEST


def pieces(line: str, hidden: Sequence[Span], within: Span) -> Iterator[str]:
    """What is shown for each column of a line: nothing outside of `within`, and of a secret only that it is one."""
    begin, end = within
    masked: set[Span] = set()
    for column, character in enumerate(line):
        span = next((span for span in hidden if span[0] <= column < span[1]), None)
        if not begin <= column < end or span in masked:
            yield ""
        elif span is None:
            yield shown(character)
        else:
            masked.add(span)
            yield HIDDEN


def _laid_out(line: str, hidden: Sequence[Span], within: Span) -> tuple[str, Mapping[int, int]]:
    """The line as shown, and for each of its columns, from 0, the cell in which it begins."""
    begin, end = within
    text = CUT if begin else ""
    cells: dict[int, int] = {}
    used = len(text)
    for column, piece in enumerate(pieces(line, hidden, within)):
        cells[column] = used
        text += piece
        used += width(piece)
    cells[len(line)] = used
    return text + (CUT if end < len(line) else ""), cells
