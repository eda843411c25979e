"""The lines of source that a finding speaks of, with what stands there underneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from celerykit.findings import Finding, Label
from celerykit.pages import escaped
from celerykit.reporters.parts.excerpt import CUT, pieces, window
from celerykit.reporters.parts.hiding import Span, hidden_spans
from celerykit.reporters.parts.text import one_line
from celerykit.values.places import Place

__all__ = ["excerpts"]


def excerpts(finding: Finding, lines: Callable[[str], Sequence[str]]) -> str:
    """A figure for each file, that of the finding's own place first."""
    labels = sorted(finding.related, key=lambda label: label.place)
    if finding.place:
        labels.insert(0, Label(finding.place, finding.label))
    by_file: dict[str, list[Label]] = {}
    for label in labels:
        by_file.setdefault(label.place.path, []).append(label)
    return "\n".join(_figure(here, finding.place, lines(path)) for path, here in by_file.items())


def _figure(labels: Sequence[Label], primary: Place | None, lines: Sequence[str]) -> str:
    readable = [label for label in labels if 0 < label.place.line <= len(lines)]
    rows = _quoted(readable, primary, lines) if readable else map(_unread, labels)
    return "\n".join(
        [
            '<figure class="source">',
            f"<figcaption><bdi>{escaped(one_line(str(labels[0].place)))}</bdi></figcaption>",
            '<div class="lines">',
            *rows,
            "</div>",
            "</figure>",
        ]
    )


def _unread(label: Label) -> str:
    where = f"line {label.place.line}: " if label.text else f"line {label.place.line}"
    return f'<p class="label"><bdi>{where}{escaped(one_line(label.text))}</bdi></p>'


def _quoted(labels: Sequence[Label], primary: Place | None, lines: Sequence[str]) -> Iterator[str]:
    by_line: dict[int, list[Label]] = {}
    for label in sorted(labels, key=lambda label: label.place):
        by_line.setdefault(label.place.line, []).append(label)
    # One line between two that are shown says more than a gap.
    between = {number + 1 for number in by_line if number + 2 in by_line} - by_line.keys()
    hidden = hidden_spans(lines, by_line.keys() | between)
    last = 0
    for number in sorted(by_line.keys() | between):
        if last and number > last + 1:
            yield '<p class="gap" aria-hidden="true">&middot;&middot;&middot;</p>'
        said = by_line.get(number, [])
        code = _marked(lines[number - 1], hidden.get(number, ()), said, primary)
        yield f'<p class="line"><span class="number">{number}</span> <code>{code}</code></p>'
        for label in said:
            if label.text:
                own = " own" if label.place == primary else ""
                yield f'<p class="label{own}"><bdi>{escaped(one_line(label.text))}</bdi></p>'
        last = number


def _marked(line: str, hidden: Sequence[Span], labels: Sequence[Label], primary: Place | None) -> str:
    """A line, without its secrets; what the labels are about is marked, the finding's own place more than others."""
    within = window(line, labels)
    kinds = [_kind(column, labels, primary) for column in range(1, len(line) + 1)]
    columns = zip(kinds, pieces(line, hidden, within), strict=True)
    text = CUT if within[0] else ""
    for kind, group in groupby(columns, key=lambda column: column[0]):
        part = escaped("".join(piece for _, piece in group))
        text += f'<mark class="{kind}">{part}</mark>' if kind and part else part
    return text + (CUT if within[1] < len(line) else "")


def _kind(column: int, labels: Sequence[Label], primary: Place | None) -> str:
    kinds = {
        "own" if label.place == primary else "other"
        for label in labels
        if label.place.column <= column < max(label.place.end_column, label.place.column + 1)
    }
    return max(kinds, default="")  # "own" beats "other"
