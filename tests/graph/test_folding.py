from __future__ import annotations

from collections import Counter
from pathlib import Path

from celerykit.graph import Graph
from celerykit.graph.folding import findings_at, folded_first, grouped, lines
from celerykit.graph.model import Edge, Node
from tests.graph.build import graph, parts
from tests.graph.projects import SHOP, drawn, large
from tests.rules.build import task


def module(*tasks: str, edges: list[tuple[str, str]]) -> Graph:
    nodes = [Node("m", "module", "m"), *(Node(name, "task", name, "m") for name in tasks)]
    nodes += [Node(name, "queue", name) for name in ("q", "r")]
    return Graph("app", "", tuple(nodes), tuple(Edge(start, end) for start, end in edges))


def test_a_small_picture_is_shown_whole() -> None:
    picture = drawn(SHOP)

    assert grouped(picture) == picture
    assert folded_first(picture) == frozenset()


def test_of_many_tasks_the_modules_are_shown_folded_in_their_packages(big: Graph) -> None:
    few = grouped(big)

    assert sum(node.kind == "task" for node in few.nodes) == 600
    assert parts(few, "module").keys() == {f"big.part{number}" for number in range(8)}
    assert {node.id for node in few.nodes if node.kind == "module"} <= folded_first(few)
    assert len(lines(few, folded_first(few))) < 120


def test_joined_modules_keep_all_they_held_and_what_was_found_there(big: Graph) -> None:
    few = grouped(big)

    assert {node.id for node in few.nodes if node.kind == "task"} == {n.id for n in big.nodes if n.kind == "task"}
    assert "area0.tasks.task0" in [node.title for node in few.held("module big.part0")]
    assert Counter(f for found in few.findings.values() for f in found) == Counter(
        f for found in big.findings.values() for f in found
    )


def test_modules_that_cannot_be_joined_are_left_as_they_are() -> None:
    picture = graph(tasks=[task(f"m{number}.one") for number in range(40)])

    assert len(parts(grouped(picture), "module")) == 40


def test_ways_from_a_folded_box_are_one_line() -> None:
    picture = module("a", "b", edges=[("a", "q"), ("b", "q"), ("a", "r")])

    assert [(line.start, line.end, line.count) for line in lines(picture, {"m"})] == [("m", "q", 2), ("m", "r", 1)]


def test_what_all_rows_of_a_box_have_is_one_line_and_what_some_have_is_theirs() -> None:
    picture = module("a", "b", edges=[("a", "q"), ("b", "q"), ("a", "r")])

    assert [(line.start, line.end, line.count) for line in lines(picture, ())] == [("m", "q", 2), ("a", "r", 1)]


def test_each_route_has_a_line_of_its_own_though_all_lead_to_one_queue() -> None:
    picture = graph(tasks=[task("a.one")], task_routes={"a.one": "q", "a.two": "q"})

    assert [line.end for line in lines(picture, ()) if line.start.startswith("route ")] == ["queue q", "queue q"]


def test_a_line_within_a_folded_box_is_not_drawn() -> None:
    picture = module("a", "b", edges=[("a", "b")])

    assert lines(picture, {"m"}) == []
    assert len(lines(picture, ())) == 1


def test_a_line_is_sure_where_one_of_its_ways_is() -> None:
    nodes = module("a", "b", edges=[]).nodes
    edges = (Edge("a", "q", known=False), Edge("b", "q"), Edge("a", "r", known=False))

    assert [line.known for line in lines(Graph("app", "", nodes, edges), {"m"})] == [True, False]


def test_a_folded_box_tells_what_is_wrong_with_all_that_it_holds() -> None:
    picture = drawn(SHOP)

    assert [one.code for one in findings_at(picture, "module shop.media", {"module shop.media"})] == ["CK403"]
    assert findings_at(picture, "module shop.media", ()) == []


def test_large_reads_as_meant(tmp_path: Path) -> None:
    assert large(tmp_path, tasks=20, modules=2) == tmp_path
    assert len(list(tmp_path.rglob("tasks.py"))) == 2
