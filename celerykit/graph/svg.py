"""A picture as SVG: alone in a file, or as the part of a page that a script folds and unfolds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from celerykit.findings import SEVERITIES, Finding, Severity
from celerykit.graph.boxes import HEAD, MARGIN, NOTE, PAD, ROW, SMALL, Box, Row, note_of
from celerykit.graph.curves import path, strength
from celerykit.graph.folding import Line, findings_at
from celerykit.graph.layout import Layout, lay_out
from celerykit.graph.lettering import cells, fitted
from celerykit.graph.model import Graph, Kind, Node
from celerykit.pages import escaped

__all__ = ["FRAME_PAD", "KINDS", "number_of", "picture", "sign"]

KINDS: Mapping[str, str] = {
    "folder": "sent from",
    "publisher": "publisher",
    "schedule": "schedule",
    "entry": "schedule entry",
    "module": "tasks",
    "task": "task",
    "routing": "routes",
    "route": "route",
    "broker": "broker",
    "exchange": "exchange",
    "queue": "queue",
    "worker": "worker",
    "results": "results",
}
"""What a reader calls each kind of part."""
_HEADINGS = {
    "folder": "publishers",
    "schedule": "publishers",
    "module": "tasks",
    "routing": "routes",
    "exchange": "exchanges",
    "queue": "queues",
    "worker": "workers",
    "results": "results",
}
_LETTERS: Mapping[Severity, str] = {"error": "E", "warning": "W", "info": "i"}
# Told apart by their shapes: an octagon, a triangle, a circle, each 15 wide and high.
_SHAPES: Mapping[Severity, str] = {
    "error": "M4.4,0H10.6L15,4.4V10.6L10.6,15H4.4L0,10.6V4.4Z",
    "warning": "M7.5,-0.5L16,15H-1Z",
    "info": "M7.5,0A7.5,7.5 0 1 1 7.49,0Z",
}
FRAME_PAD = 13


def number_of(graph: Graph) -> dict[str, str]:
    """A short name of each part, that says nothing: n1, n2, …"""
    return {node.id: f"n{number}" for number, node in enumerate(graph.nodes, 1)}


def picture(graph: Graph, folded: Collection[str], *, prefix: str = "", foldable: bool = False) -> tuple[str, Layout]:
    """The `<svg>` and what it shows where. It needs the style in picture.css.

    prefix: of its ids, where several stand in one page. foldable: what is folded is there, and hidden.
    """
    layout = lay_out(graph, folded)
    drawer = _Drawer(graph, layout, folded, prefix, foldable)
    return "".join(drawer.svg()), layout


class _Drawer:
    def __init__(self, graph: Graph, layout: Layout, folded: Collection[str], prefix: str, foldable: bool) -> None:
        self.graph, self.layout, self.folded, self.prefix, self.foldable = graph, layout, folded, prefix, foldable
        self.nodes = {node.id: node for node in graph.nodes}
        self.numbers = number_of(graph)
        boxes = [box for box in layout.boxes.values() if not box.lane]
        self.holder = {box.id: box for box in boxes} | {row.id: box for box in boxes for row in box.rows}

    def svg(self) -> Iterator[str]:
        wide, high = self.layout.size
        label = f"{self.prefix}title {self.prefix}desc"
        role = "group" if self.foldable else "img"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="{role}" aria-labelledby="{label}"'
            f' width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}">'
            f'<title id="{self.prefix}title">{escaped(self.graph.title)}</title>'
            f'<desc id="{self.prefix}desc">{escaped(_told(self.graph))}</desc>'
        )
        yield self._arrows()
        yield from self._headings()
        yield from self._frame()
        yield '<g class="lines">'
        yield from (self._line(line) for line in self.layout.lines)
        yield "</g>"
        for column in self.layout.columns:
            yield from (self._box(box) for box in column if not box.lane)
        yield "</svg>"

    def _arrows(self) -> str:
        kinds = ("sure", "perhaps", "lost")
        return (
            "<defs>"
            + "".join(
                f'<marker id="{self.prefix}{kind}" class="tip {kind}" viewBox="0 0 8 8" refX="7" refY="4"'
                ' markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
                '<path d="M0,0L8,4L0,8Z"/></marker>'
                for kind in kinds
            )
            + "</defs>"
        )

    def _headings(self) -> Iterator[str]:
        for number, column in enumerate(self.layout.columns):
            kind = next((box.kind for box in column if not box.lane), "")
            if kind:
                x = self.layout.left[number]
                yield f'<text class="heading" x="{x:.1f}" y="{MARGIN + 3}">{_HEADINGS[kind]}</text>'

    def _frame(self) -> Iterator[str]:
        broker = next((node for node in self.graph.nodes if node.kind == "broker"), None)
        if broker is None or self.layout.frame is None:
            return
        x, y, wide, high = _frame_of(self.layout)
        shape = f'<rect class="shape" width="{wide:.1f}" height="{high:.1f}" rx="10"/>'
        title = _text(fitted(f"{broker.title}  {broker.note}".strip(), cells(wide - 50, SMALL)), PAD, 16, "note")
        yield self._part(broker, f"translate({x:.1f},{y:.1f})", shape + title + self._marks(broker.id, wide - 4, 3))

    def _box(self, box: Box) -> str:
        node = self.nodes[box.id]
        x, y = self.layout.left[box.column], self.layout.top[box.id]
        parts = [f'<rect class="shape" width="{box.width:.1f}" height="{box.height:.1f}" rx="6"/>']
        parts += [*self._head(node, box), self._marks(box.id, box.width - 4, 5)]
        if box.rows and (self.foldable or not box.folded):
            rows = "".join(self._row(box, row, number) for number, row in enumerate(box.rows))
            parts.append(f'<g class="rows">{rows}</g>')
        return self._part(node, f"translate({x:.1f},{y:.1f})", "".join(parts))

    def _head(self, node: Node, box: Box) -> Iterator[str]:
        """Title and note; of what can be folded, for both of its states."""
        if not (box.rows and self.foldable):
            yield _text(box.text, PAD, 17, "title")
            yield _text(box.note, PAD, HEAD + 8, "note") if box.note else ""
            return
        indent = PAD + 13
        yield f'<path class="fold when-open" d="{_OPEN}"/><path class="fold when-folded" d="{_FOLDED}"/>'
        yield _text(box.text, indent, 17, "title")
        yield _text(note_of(node, len(box.rows), folded=True), indent, HEAD + 8, "note when-folded")
        yield _text(note_of(node, len(box.rows), folded=False), indent, HEAD + 8, "note when-open")

    def _row(self, box: Box, row: Row, number: int) -> str:
        node = self.nodes[row.id]
        head = HEAD + (NOTE if self.nodes[box.id].note else 0)
        shape = f'<rect class="row-shape" x="3" width="{box.width - 6:.1f}" height="{ROW - 1}" rx="4"/>'
        note = f'<tspan class="aside" dx="8">{escaped(row.note)}</tspan>' if row.note else ""
        text = f'<text class="name" x="{PAD + 4}" y="14">{escaped(row.text)}{note}</text>'
        inner = shape + text + self._marks(row.id, box.width - 4, 2)
        return self._part(node, f"translate(0,{head + ROW * number})", inner)

    def _part(self, node: Node, where: str, inner: str) -> str:
        found = findings_at(self.graph, node.id, self.folded)
        names = ["part", node.kind, *(["unknown"] * (not node.known)), *(["lost"] * node.lost)]
        names += ["folded"] * (node.id in self.folded)
        spoken = ", ".join(part for part in (f"{KINDS[node.kind]} {node.title}", node.note, _counted(found)) if part)
        focus = f' tabindex="-1" role="button" aria-label="{escaped(spoken)}"' if self.foldable else ""
        return (
            f'<g class="{" ".join(names)}" id="{self.prefix}{self.numbers[node.id]}" transform="{where}"{focus}>'
            f"<title>{escaped(spoken)}</title>{inner}</g>"
        )

    def _marks(self, name: str, right: float, y: float) -> str:
        if not self.foldable:
            return _marks(findings_at(self.graph, name, self.folded), right, y)
        own, whole = findings_at(self.graph, name, ()), findings_at(self.graph, name, (name,))
        if own == whole:
            return _marks(own, right, y)
        return _marks(own, right, y, " when-open") + _marks(whole, right, y, " when-folded")

    def _line(self, line: Line) -> str:
        kind = "perhaps" if not line.known else "lost" if self.nodes[line.end].lost else "sure"
        inner = " inner" if self.holder[line.start].column == self.holder[line.end].column else ""
        return (
            f'<path class="line {kind}{inner}" data-start="{self.numbers[line.start]}"'
            f' data-end="{self.numbers[line.end]}"'
            f' d="{path(line, self.layout, self.holder)}" stroke-width="{strength(line.count):.2f}"'
            f' marker-end="url(#{self.prefix}{kind})"/>'
        )


_OPEN = "M9,9.5H17L13,15Z"
_FOLDED = "M10,8.5V16.5L15.5,12.5Z"


def _frame_of(layout: Layout) -> tuple[float, float, float, float]:
    """Left, top, width and height of the frame around what the broker holds."""
    assert layout.frame
    first, last = layout.frame
    held = [box for column in layout.columns[first : last + 1] for box in column]
    left = layout.left[first] - FRAME_PAD
    right = layout.left[last] + max(box.width for box in layout.columns[last]) + FRAME_PAD
    top = min(layout.top[box.id] for box in held) - 25
    bottom = max(layout.top[box.id] + box.height for box in held) + FRAME_PAD - 3
    return left, top, right - left, bottom - top


def _marks(findings: Sequence[Finding], right: float, y: float, when: str = "") -> str:
    """A sign for the gravest finding, and how many there are where there are several; it ends at `right`."""
    if not findings:
        return ""
    worst = max((finding.severity for finding in findings), key=SEVERITIES.index)
    return sign(worst, right - 18, y, when=when, count=len(findings))


def sign(severity: Severity, x: float, y: float, *, when: str = "", count: int = 1) -> str:
    """The sign of a severity, 15 wide and high; a count of several stands to its left."""
    number = f'<text class="count" x="-4" y="11.5">{count}</text>' if count > 1 else ""
    letter = f'<text class="letter" x="7.5" y="{13 if severity == "warning" else 11.4}">{_LETTERS[severity]}</text>'
    return (
        f'<g class="mark {severity}{when}" transform="translate({x:.1f},{y:.1f})">{number}'
        f'<path d="{_SHAPES[severity]}"/>{letter}</g>'
    )


def _counted(findings: Sequence[Finding]) -> str:
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in reversed(SEVERITIES)}
    words = [f"{n} {severity}{'s' if n > 1 and severity != 'info' else ''}" for severity, n in counts.items() if n]
    return ", ".join(words)


_COUNTED: Mapping[Kind, str] = {
    "publisher": "files that send",
    "entry": "scheduled",
    "task": "tasks",
    "queue": "queues",
    "worker": "workers",
}


def _told(graph: Graph) -> str:
    """The picture in a sentence, for who cannot see it."""
    known = Counter(node.kind for node in graph.nodes if node.known)
    counts = [f"{words}: {known[kind]}" for kind, words in _COUNTED.items()]
    all_found = {finding for found in graph.findings.values() for finding in found} | set(graph.beside)
    found = _counted(sorted(all_found, key=Finding.sort_key)) or "none"
    return f"What sends tasks, where they go and who runs them. {', '.join(counts)}, findings: {found}."


def _text(text: str, x: float, y: float, name: str) -> str:
    return f'<text class="{name}" x="{x}" y="{y}">{escaped(text)}</text>'
