"""What is drawn of a picture that would be too large: modules folded into one box each, ways that run alike as one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from celerykit.findings import Finding
from celerykit.graph.model import Edge, Graph, Node

__all__ = ["HOLDERS", "Line", "findings_at", "folded_first", "grouped", "lines"]

HOLDERS = frozenset({"folder", "module", "routing", "schedule"})
"""The kinds of parts that hold others in rows, and can be folded. The broker's frame cannot."""

# As many rows of one kind as a reader takes in, and as many boxes.
_ROWS = {"module": 60, "folder": 40, "routing": 60, "schedule": 40}
_BOXES = 30


@dataclass(frozen=True, slots=True)
class Line:
    """Ways that run alike, drawn as one: from a box or a row of one to another. count: how many they are."""

    start: str
    end: str
    count: int = 1
    label: str = ""
    known: bool = True


def grouped(graph: Graph, boxes: int = _BOXES) -> Graph:
    """The picture with modules joined to packages, and folders to those above, until there are so few of each."""
    for kind in ("module", "folder"):
        graph = _joined(graph, kind, boxes)
    return graph


def _joined(graph: Graph, kind: str, boxes: int) -> Graph:
    holders = [node for node in graph.nodes if node.kind == kind]
    longest = max((len(_parts(node.title)) for node in holders), default=0)
    for length in range(longest - 1, 0, -1):
        if len({_cut(node.title, length) for node in holders}) <= boxes or length == 1:
            break
    else:
        return graph
    if len(holders) <= boxes:
        return graph
    moved = {node.id: f"{kind} {_cut(node.title, length)}" for node in holders}
    return replace(graph, nodes=tuple(_regrouped(graph.nodes, kind, moved, length)), findings=_moved(graph, moved))


def _regrouped(nodes: Iterable[Node], kind: str, moved: Mapping[str, str], length: int) -> Iterable[Node]:
    """The holders that are left, each followed by what it holds, where the first of them stood; then the others."""
    new: dict[str, Node] = {}
    held: defaultdict[str, list[Node]] = defaultdict(list)
    rest = []
    for node in nodes:
        if node.id in moved:
            new.setdefault(moved[node.id], replace(node, id=moved[node.id], title=_cut(node.title, length)))
        elif node.within in moved:
            rows = held[moved[node.within]]
            rows.append(replace(node, within=moved[node.within], title=_full_title(node, kind, length)))
        else:
            rest.append(node)
    for name, node in new.items():
        yield node
        yield from held[name]
    yield from rest


def _full_title(node: Node, kind: str, length: int) -> str:
    """The title of a row in the joined box: what is left of its full name."""
    full = node.id.partition(" ")[2]
    sign = "/" if kind == "folder" else "."
    parts = full.split(sign)
    return sign.join(parts[length:]) if len(parts) > length + 1 else node.title


def _moved(graph: Graph, moved: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    for name, findings in graph.findings.items():
        name = moved.get(name, name)
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *findings)))
    return found


def _parts(title: str) -> list[str]:
    return [part for part in title.replace("/", ".").split(".") if part]


def _cut(title: str, length: int) -> str:
    if title.endswith("/"):
        return "/".join(title.rstrip("/").split("/")[:length]) + "/"
    return ".".join(title.split(".")[:length])


def folded_first(graph: Graph) -> frozenset[str]:
    """The boxes to show folded: those with several rows, of each kind of which there would be too many rows."""
    rows = Counter(node.within for node in graph.nodes)
    by_kind: Counter[str] = Counter()
    for node in graph.nodes:
        if node.kind in HOLDERS:
            by_kind[node.kind] += rows[node.id]
    return frozenset(
        node.id
        for node in graph.nodes
        if by_kind[node.kind] > _ROWS.get(node.kind, 0) and rows[node.id] > 1
        if node.kind in HOLDERS
    )


def lines(graph: Graph, folded: Collection[str]) -> list[Line]:
    """The lines to draw. A way begins and ends at a row; at its box where that is folded, or all its rows have it."""
    kinds = {node.id: node.kind for node in graph.nodes}
    box = {node.id: node.within for node in graph.nodes if node.within and node.kind not in {"exchange", "queue"}}
    # What a route says of one row is not said of its box.
    rows = Counter(holder for holder in box.values() if kinds[holder] != "routing")
    ends = [(_shown(edge.start, box, folded), _shown(edge.end, box, folded), edge) for edge in graph.edges]
    ends = _whole(ends, box, rows, 0)
    ends = _whole(ends, box, rows, 1)
    drawn: dict[tuple[str, str], Line] = {}
    for start, end, edge in ends:
        if start == end or start == box.get(end) or end == box.get(start):
            continue
        line = drawn.get((start, end), Line(start, end, 0, edge.label, False))
        label = line.label if line.label == edge.label else ""
        drawn[start, end] = Line(start, end, line.count + 1, label, line.known or edge.known)
    return list(drawn.values())


def _shown(name: str, box: Mapping[str, str], folded: Collection[str]) -> str:
    return box[name] if box.get(name) in folded else name


Ends = list[tuple[str, str, Edge]]


def _whole(ends: Ends, box: Mapping[str, str], rows: Mapping[str, int], side: int) -> Ends:
    """The same, where every row of a box has a way to the same other end, from the box (side 0), or to it (1)."""
    reached: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for start, end, _ in ends:
        name, other = (start, end) if side == 0 else (end, start)
        if name in box:
            reached[box[name], other].add(name)
    whole = {pair for pair, names in reached.items() if len(names) == rows[pair[0]] > 1}
    result = []
    for start, end, edge in ends:
        name, other = (start, end) if side == 0 else (end, start)
        joined = box[name] if (box.get(name, ""), other) in whole else name
        result.append((joined, end, edge) if side == 0 else (start, joined, edge))
    return result


def findings_at(graph: Graph, name: str, folded: Collection[str]) -> list[Finding]:
    """The findings to mark at a part: its own, and of a folded box those of all that it holds."""
    own = list(graph.findings.get(name, ()))
    if name in folded:
        for node in graph.held(name):
            own += [finding for finding in graph.findings.get(node.id, ()) if finding not in own]
    return own
