"""Where each part of a picture stands: columns by kind, boxes in them, lines between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from celerykit.graph.boxes import MARGIN, Box, box_of
from celerykit.graph.folding import Line, lines
from celerykit.graph.model import Graph
from celerykit.graph.placing import Links, in_order

__all__ = ["Layout", "lay_out"]

# Between two columns where one line runs; for each more; at most.
_APART, _ROOM, _WIDEST = 56, 3, 150


@dataclass(frozen=True, slots=True)
class Layout:
    """columns: boxes from top to bottom, in the order in which they are drawn; left: of each column; top: of each box.

    lines: what is drawn; via: of a line that skips columns, the lanes that it passes. frame: the columns that the
    broker's frame goes around, from and to.
    """

    columns: Sequence[Sequence[Box]]
    left: Sequence[float]
    top: Mapping[str, float]
    lines: Sequence[Line]
    via: Mapping[Line, Sequence[str]]
    size: tuple[float, float]
    frame: tuple[int, int] | None = None
    boxes: Mapping[str, Box] = field(default_factory=dict)


def lay_out(graph: Graph, folded: Collection[str]) -> Layout:
    """The places of all parts."""
    drawn = lines(graph, folded)
    made = (box_of(node, graph, folded=node.id in folded) for node in graph.nodes)
    boxes = [box for box in made if box]
    boxes = _side_by_side(boxes)
    holder = {row.id: box.id for box in boxes for row in box.rows} | {box.id: box.id for box in boxes}
    boxes, via = _with_lanes(boxes, drawn, holder)
    by_id = {box.id: box for box in boxes}
    columns = [[box for box in boxes if box.column == number] for number in range(max(b.column for b in boxes) + 1)]
    links = _links(drawn, via, holder)
    columns, top = in_order(columns, links, by_id)
    left, wide = [], float(MARGIN)
    across = [max(box.width for box in column) for column in columns]
    apart = _apart(links, by_id, len(columns))
    for size, gap in zip(across, apart, strict=True):
        left.append(wide)
        wide += size + gap
    columns = [[replace(box, width=across[box.column]) for box in column] for column in columns]
    by_id = {box.id: box for column in columns for box in column}
    bottom = max(top[box.id] + box.height for box in boxes)
    framed = [box.column for box in boxes if box.kind in {"exchange", "queue"}]
    frame = (min(framed), max(framed)) if framed else None
    return Layout(columns, left, top, drawn, via, (wide - apart[-1] + MARGIN, bottom + MARGIN), frame, by_id)


def _apart(links: Links, boxes: Mapping[str, Box], count: int) -> list[float]:
    """How far each column is from the next: the more lines run between them, the farther."""
    between = Counter(
        boxes[one].column
        for one, all_of_it in links.items()
        for _, other, _, _ in all_of_it
        if boxes[other].column == boxes[one].column + 1
    )
    return [min(_WIDEST, _APART + _ROOM * between[number]) for number in range(count)]


def _side_by_side(boxes: Sequence[Box]) -> list[Box]:
    """The boxes with the numbers of the columns that there are."""
    numbers = {column: number for number, column in enumerate(sorted({box.column for box in boxes}))}
    return [replace(box, column=numbers[box.column]) for box in boxes]


def _with_lanes(
    boxes: Sequence[Box], drawn: Sequence[Line], holder: Mapping[str, str]
) -> tuple[list[Box], dict[Line, list[str]]]:
    """The boxes and the lanes, one for all lines that skip a column on their way to the same part."""
    column = {box.id: box.column for box in boxes}
    lanes: dict[str, Box] = {}
    via: dict[Line, list[str]] = {}
    for line in drawn:
        start, end = column[holder[line.start]], column[holder[line.end]]
        for number in range(start + 1, end):
            lane = f"lane {number} {line.end}"
            lanes[lane] = Box(lane, "lane", number, 0, lane=line.end)
            via.setdefault(line, []).append(lane)
    return [*boxes, *lanes.values()], via


def _links(
    drawn: Sequence[Line], via: Mapping[Line, Sequence[str]], holder: Mapping[str, str]
) -> dict[str, list[tuple[str, str, str, int]]]:
    """Of each box: what of it is linked to what of which other box, and how strongly. Lanes are links of their own."""
    links = defaultdict(list)
    for line in drawn:
        stops = [line.start, *via.get(line, ()), line.end]
        for start, end in pairwise(stops):
            one, other = holder.get(start, start), holder.get(end, end)
            if one != other:
                links[one].append((start, other, end, line.count))
                links[other].append((end, one, start, line.count))
    return links
