"""A file of SVG: the pictures of all apps one below the other, with the style that they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from celerykit.findings import SEVERITIES, Finding
from celerykit.graph.boxes import MARGIN, SMALL
from celerykit.graph.folding import folded_first, grouped
from celerykit.graph.lettering import cells, fitted
from celerykit.graph.model import Graph
from celerykit.graph.svg import picture, sign
from celerykit.pages import escaped

__all__ = ["sheet"]

_TITLE = 34  # the height of a title above each of several pictures
_LINE = 20  # of a line below a picture
_SHOWN = 12  # findings that are listed there


def sheet(graphs: Sequence[Graph]) -> str:
    """The file, ending with a line end. It is readable on light and on dark, and asks for nothing."""
    wide, high, parts = 0.0, 0.0, []
    for number, graph in enumerate(map(grouped, graphs)):
        svg, layout = picture(graph, folded_first(graph), prefix=f"a{number}-")
        if len(graphs) > 1:
            parts.append(f'<text class="app" x="{MARGIN}" y="{high + 24:.0f}">{escaped(graph.title)}</text>')
            high += _TITLE
        parts.append(svg.replace("<svg ", f'<svg y="{high:.0f}" ', 1))
        high += round(layout.size[1])
        below = list(_below(graph, layout.size[0], high))
        parts += below
        wide, high = max(wide, layout.size[0]), high + _LINE * len(below)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sheet picture" width="{wide:.0f}" height="{high:.0f}"'
        f' viewBox="0 0 {wide:.0f} {high:.0f}"><style>{_styles()}</style>{"".join(parts)}</svg>\n'
    )


def _below(graph: Graph, wide: float, top: float) -> Iterator[str]:
    """A line for each finding that is about no part of the picture, and for each note."""
    found = sorted(graph.beside, key=lambda one: (-SEVERITIES.index(one.severity), one.sort_key()))
    lines = [(sign(one.severity, MARGIN, 0), _told(one)) for one in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(("", f"and {len(found) - _SHOWN} findings more"))
    lines += [("", note) for note in graph.notes]
    for number, (mark, text) in enumerate(lines):
        shown = escaped(fitted(text, cells(wide - 3 * MARGIN, SMALL)))
        line = f'{mark}<text class="note" x="{MARGIN + (24 if mark else 0)}" y="11.5">{shown}</text>'
        yield f'<g class="below" transform="translate(0,{top + _LINE * number:.0f})">{line}</g>'


def _told(finding: Finding) -> str:
    where = finding.place or finding.subject
    return f"{finding.code} {finding.rule}: {finding.message}{f' ({where})' if where else ''}"


@cache
def _styles() -> str:
    here = Path(__file__)
    return "".join(here.with_name(name).read_text("utf-8") for name in ("palette.css", "picture.css"))
