"""The lines of a picture as paths: smooth from the right of one box to the left of the next."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.graph.boxes import Box
from celerykit.graph.folding import Line
from celerykit.graph.layout import Layout

__all__ = ["path", "strength"]

Point = tuple[float, float]


def path(line: Line, layout: Layout, holder: Mapping[str, Box]) -> str:
    """The path of a line; through the lanes where it skips columns, to the left of both where it stays in one."""
    start, end = holder[line.start], holder[line.end]
    here, there = _left(start, line.start, layout), _left(end, line.end, layout)
    if start.column == end.column:
        out = min(46.0, 20 + abs(there[1] - here[1]) / 8)
        return f"M{_at(here)}C{_at((here[0] - out, here[1]))} {_at((there[0] - out, there[1]))} {_at(there)}"
    text, last = "", (here[0] + start.width, here[1])
    for name in layout.via.get(line, ()):
        lane = layout.boxes[name]
        point = _left(lane, name, layout)
        text += f"{_curve(last, point)}"
        last = (point[0] + lane.width, point[1])
        text += f"H{_number(last[0])}"
    text += _curve(last, there)
    return f"M{_at((here[0] + start.width, here[1]))}{text}"


def strength(count: int) -> float:
    """How thick a line is that stands for so many ways."""
    return min(3.2, 1.3 + (count - 1) * 0.12)


def _left(box: Box, name: str, layout: Layout) -> Point:
    return layout.left[box.column], layout.top[box.id] + box.offset(name)


def _curve(start: Point, end: Point) -> str:
    bend = max(24.0, (end[0] - start[0]) / 2)
    return f"C{_at((start[0] + bend, start[1]))} {_at((end[0] - bend, end[1]))} {_at(end)}"


def _at(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}"
