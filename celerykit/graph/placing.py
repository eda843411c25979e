"""In which order the boxes of a column stand, and how high: near what they are linked to, so that few lines cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from celerykit.graph.boxes import FRAME, GAP, MARGIN, Box

__all__ = ["Columns", "Links", "in_order"]

Links = Mapping[str, Sequence[tuple[str, str, str, int]]]
"""Of each box: which part of it is linked to which other box, at which part of that, and by how many ways."""
Columns = list[list[Box]]

_ROUNDS = 6


def in_order(columns: Columns, links: Links, boxes: Mapping[str, Box]) -> tuple[Columns, dict[str, float]]:
    """The columns, each so ordered that its boxes are near those that they have to do with; and the top of each box."""
    tallest = max(range(len(columns)), key=lambda number: (_height(columns[number]), -number))
    best: tuple[float, Columns, dict[str, float]] | None = None
    for _ in range(_ROUNDS):
        columns, top = _placed(columns, tallest, links, boxes)
        strain = _strain(links, boxes, top)
        if best is None or strain < best[0] - 0.5:
            best = (strain, columns, top)
        wish = {box.id: _wish(box, links, boxes, top) for box in columns[tallest]}
        columns = [*columns]
        columns[tallest] = _sorted(columns[tallest], wish, top)
    assert best
    return best[1], best[2]


def _placed(columns: Columns, tallest: int, links: Links, boxes: Mapping[str, Box]) -> tuple[Columns, dict[str, float]]:
    """The tops of all boxes: those of the tallest column one below the other, the others beside what they link to."""
    start = MARGIN + FRAME
    bottom = start + _height(columns[tallest])
    top: dict[str, float] = {}
    placed = [*columns]
    for number in sorted(range(len(columns)), key=lambda number: (abs(number - tallest), number)):
        column = columns[number]
        wish = {box.id: _wish(box, links, boxes, top) for box in column}
        if number != tallest:
            column = _sorted(column, wish, dict.fromkeys(wish, bottom))
        placed[number] = column
        top.update(_stacked(column, wish, start, bottom))
    return placed, top


def _sorted(column: Sequence[Box], wish: Mapping[str, float | None], otherwise: Mapping[str, float]) -> list[Box]:
    """The boxes by their wishes; one that has none, by what is said otherwise."""

    def where(box: Box) -> float:
        wanted = wish[box.id]
        return otherwise[box.id] if wanted is None else wanted

    return sorted(column, key=where)


def _stacked(column: Sequence[Box], wish: Mapping[str, float | None], start: float, bottom: float) -> dict[str, float]:
    """Tops as near to the wishes as can be without one box over another, or beyond the bottom."""
    top: dict[str, float] = {}
    free = start
    if all(wanted is None for wanted in wish.values()):
        free = max(start, (start + bottom - _height(column)) / 2)
    for box in column:
        wanted = wish[box.id]
        top[box.id] = max(free, free if wanted is None else wanted)
        free = top[box.id] + box.height + GAP
    limit = bottom
    for box in reversed(column):
        top[box.id] = min(top[box.id], limit - box.height)
        limit = top[box.id] - GAP
    return top


def _wish(box: Box, links: Links, boxes: Mapping[str, Box], top: Mapping[str, float]) -> float | None:
    """Where its top would be, were its lines level on the whole; None where it has none to what stands already."""
    total = weight = 0.0
    for own, other, end, count in links.get(box.id, ()):
        if other in top:
            strength = 1 + min(count, 8) / 4
            total += strength * (top[other] + boxes[other].offset(end) - box.offset(own))
            weight += strength
    return total / weight if weight else None


def _strain(links: Links, boxes: Mapping[str, Box], top: Mapping[str, float]) -> float:
    """How far from level the lines are, all together: those of few crossings are short."""
    return sum(
        abs(top[name] + boxes[name].offset(own) - top[other] - boxes[other].offset(end))
        for name, all_of_it in links.items()
        for own, other, end, _ in all_of_it
    )


def _height(column: Sequence[Box]) -> float:
    return sum(box.height + GAP for box in column) - GAP
