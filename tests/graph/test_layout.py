from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from celerykit.graph import Graph
from celerykit.graph.boxes import COLUMNS
from celerykit.graph.folding import folded_first, grouped
from celerykit.graph.layout import Layout, lay_out
from celerykit.graph.lettering import fitted, width
from celerykit.graph.model import Edge, Node
from tests.graph.projects import SHOP, drawn, large

KINDS = ("folder", "module", "routing", "exchange", "queue", "worker", "results")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Boxes of all kinds, some with rows, and ways from any of them to any to its right."""
    nodes: list[Node] = []
    rank: dict[str, int] = {}
    for number, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=12))):
        nodes.append(Node(f"b{number}", kind, draw(st.text(max_size=50)), note=draw(st.sampled_from(["", "a note"]))))
        rank[f"b{number}"] = KINDS.index(kind)
        if kind == "module":
            for row in range(draw(st.integers(0, 4))):
                nodes.append(Node(f"b{number}.{row}", "task", "row" * row, f"b{number}"))
                rank[f"b{number}.{row}"] = rank[f"b{number}"]
    names = st.sampled_from(sorted(rank))
    pairs = draw(st.lists(st.tuples(names, names), max_size=20))
    return Graph("app", "", tuple(nodes), tuple(Edge(a, b) for a, b in pairs if rank[a] < rank[b]))


def assert_nothing_overlaps(layout: Layout) -> None:
    for column in layout.columns:
        for upper, lower in pairwise(column):
            assert layout.top[upper.id] + upper.height <= layout.top[lower.id]
    for number, column in enumerate(layout.columns[:-1]):
        assert layout.left[number] + max(box.width for box in column) < layout.left[number + 1]


@settings(deadline=None, max_examples=40)
@given(graphs(), st.booleans())
def test_no_box_stands_on_another_or_outside(picture: Graph, fold: bool) -> None:
    folded = {node.id for node in picture.nodes if node.kind == "module" and picture.held(node.id)} if fold else set()
    layout = lay_out(picture, folded)

    assert_nothing_overlaps(layout)
    wide, high = layout.size
    for box in layout.boxes.values():
        assert layout.left[box.column] + box.width <= wide
        assert 0 < layout.top[box.id] <= high - box.height


@settings(deadline=None, max_examples=40)
@given(graphs())
def test_the_same_picture_is_laid_out_the_same_way(picture: Graph) -> None:
    assert lay_out(picture, ()) == lay_out(picture, ())


def test_columns_follow_the_way_of_a_message() -> None:
    layout = lay_out(drawn(SHOP), ())

    kinds = [{box.kind for box in column if not box.lane} for column in layout.columns]
    assert all(found <= set(allowed.split()) for found, allowed in zip(kinds, COLUMNS, strict=True))


def test_a_line_past_a_column_has_a_lane_of_its_own() -> None:
    layout = lay_out(drawn(SHOP), ())

    lanes = {name for passed in layout.via.values() for name in passed}
    assert lanes
    assert all(layout.boxes[name].column == 3 for name in lanes)
    assert_nothing_overlaps(layout)


def test_six_hundred_tasks_stay_in_sight(tmp_path: Path) -> None:
    picture = grouped(drawn(large(tmp_path)))
    layout = lay_out(picture, folded_first(picture))

    wide, high = layout.size
    assert wide < 2000
    assert high < 1500
    assert_nothing_overlaps(layout)


def test_few_lines_cross() -> None:
    nodes = [Node(f"q{n}", "queue", f"q{n}") for n in range(6)] + [Node(f"w{n}", "worker", f"w{n}") for n in range(6)]
    edges = [Edge(f"q{n}", f"w{5 - n}") for n in range(6)]
    layout = lay_out(Graph("app", "", tuple(nodes), tuple(edges)), ())

    order = [[box.id for box in column] for column in layout.columns]
    assert [name[1:] for name in order[0]] == [str(5 - int(name[1:])) for name in order[1]]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("short", 10, "short"),
        ("proj.tasks.send_mail", 12, "proj…nd_mail"),
        ("", 3, ""),
    ],
)
def test_a_text_is_shortened_in_its_middle(text: str, cells: int, expected: str) -> None:
    found = fitted(text, cells)

    assert found == expected
    assert found == text or (found[0] == text[0] and found[-1] == text[-1] and "…" in found)


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_shortened_text_fits(text: str, cells: int) -> None:
    assert width(fitted(text, cells), 10) <= width("x" * cells, 10)


def test_wide_letters_take_two_places() -> None:
    assert width("日本", 10) == width("abcd", 10)
