"""Each finding with the lines of source that it speaks of, and its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from celerykit.findings import Finding, Label, Report
from celerykit.reporters.parts.excerpt import Excerpt
from celerykit.reporters.parts.paint import Paint
from celerykit.reporters.parts.summary import summary
from celerykit.reporters.parts.text import one_line

__all__ = ["render"]

Lines = Callable[[str], Sequence[str]]


def render(report: Report, *, lines: Lines, colour: bool = False) -> str:
    """The findings with their source, and the last lines."""
    paint = Paint(colour)
    blocks = ["\n".join(_block(finding, lines, paint)) for finding in report.findings]
    return "\n\n".join([*blocks, "\n".join(summary(report))]) + "\n"


def _block(finding: Finding, lines: Lines, paint: Paint) -> Iterator[str]:
    kind = paint.severity(f"{finding.severity}[{finding.code}]", finding.severity)
    yield f"{kind} {paint.bold(f'{finding.rule}: {one_line(finding.message)}')}"
    labels = _labels(finding)
    gutter = max((len(str(label.place.line)) for label in labels), default=1)
    pad = " " * gutter
    if finding.place is None and finding.subject:
        yield f"{pad}{paint.frame('-->')} {one_line(finding.subject)}"
    for path in dict.fromkeys(label.place.path for label in labels):
        here = [label for label in labels if label.place.path == path]
        yield from Excerpt(path, here, finding.place, finding.severity, gutter, paint).rows(lines(path))
    if finding.fix:
        yield f"{pad} {paint.frame('=')} fix: {one_line(finding.fix)}"
    yield f"{pad} {paint.frame('=')} docs: celerykit rule {finding.code}"


def _labels(finding: Finding) -> list[Label]:
    """The primary place first, then the other ends in the order of their places."""
    others = sorted(finding.related, key=lambda label: label.place)
    if finding.place is None:
        return others
    return [Label(finding.place, finding.label), *others]
