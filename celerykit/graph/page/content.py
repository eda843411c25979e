"""What the script of a page must know of a picture, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from celerykit.findings import SEVERITIES, Finding
from celerykit.graph import boxes as sizes
from celerykit.graph.boxes import Box
from celerykit.graph.layout import Layout
from celerykit.graph.model import Graph, Node
from celerykit.graph.svg import FRAME_PAD, KINDS, number_of

__all__ = ["content", "findings_of"]


def findings_of(graphs: Sequence[Graph]) -> list[Finding]:
    """All findings of all pictures, each once, the gravest first."""
    found = {finding for graph in graphs for several in graph.findings.values() for finding in several}
    found |= {finding for graph in graphs for finding in graph.beside}
    return sorted(found, key=lambda finding: (-SEVERITIES.index(finding.severity), finding.sort_key()))


def content(drawn: Sequence[tuple[Graph, Layout]], found: Sequence[Finding]) -> str:
    """JSON that can stand in an element of HTML."""
    document = {
        "sizes": {
            "row": sizes.ROW, "head": sizes.HEAD, "pad": sizes.PAD, "gap": sizes.GAP, "lane": sizes.LANE,
            "margin": sizes.MARGIN, "framePad": FRAME_PAD, "top": sizes.MARGIN + sizes.FRAME,
            "folded": sizes.HEAD + sizes.NOTE,
        },
        "findings": [_finding(finding) for finding in found],
        "apps": [_app(number, graph, layout, found) for number, (graph, layout) in enumerate(drawn)],
    }  # fmt: skip
    return json.dumps(document, separators=(",", ":")).replace("<", "\\u003c")


def _finding(finding: Finding) -> dict[str, str]:
    where = str(finding.place) if finding.place else finding.subject
    said = {"code": finding.code, "rule": finding.rule, "severity": finding.severity, "message": finding.message}
    return {**said, "fix": finding.fix, "where": where}


def _app(number: int, graph: Graph, layout: Layout, found: Sequence[Finding]) -> dict[str, object]:
    name = number_of(graph)
    index = {finding: number for number, finding in enumerate(found)}
    broker = next((name[node.id] for node in graph.nodes if node.kind == "broker"), None)

    def short(each: str) -> str:
        """The name of a part, or of a lane, which has one of its own."""
        if each in name:
            return name[each]
        box = layout.boxes[each]
        return f"lane{box.column}-{name[box.lane]}"

    return {
        "prefix": f"a{number}-",
        "broker": broker if layout.frame else None,
        "frame": layout.frame,
        "columns": [
            {"left": left, "width": max(box.width for box in column), "boxes": [short(box.id) for box in column]}
            for left, column in zip(layout.left, layout.columns, strict=True)
        ],
        "right": layout.size[0],
        "boxes": {short(box.id): _box(box, graph, short) for box in layout.boxes.values()},
        "edges": [[name[edge.start], name[edge.end], int(edge.known), edge.label] for edge in graph.edges],
        "parts": {name[node.id]: _part(node, graph, name, index) for node in graph.nodes},
    }


def _box(box: Box, graph: Graph, short: object) -> dict[str, object]:
    assert callable(short)
    if box.lane:
        return {"column": box.column, "lane": short(box.lane), "rows": []}
    note = graph.node(box.id).note
    head = sizes.HEAD + (sizes.NOTE if note else 0)
    apart = {"apart": 1} if box.kind == "routing" else {}
    rows = [short(row.id) for row in box.rows]
    return {"column": box.column, "head": head, "rows": rows, "folded": box.folded, **apart}


def _part(node: Node, graph: Graph, name: dict[str, str], index: dict[Finding, int]) -> dict[str, object]:
    facts = [[fact.label, fact.text, str(fact.place) if fact.place else ""] for fact in node.facts]
    found = [index[finding] for finding in graph.findings.get(node.id, ())]
    told = {"kind": KINDS[node.kind], "title": node.title, "note": node.note, "facts": facts, "findings": found}
    held = {} if not node.within or node.kind in {"exchange", "queue"} else {"within": name[node.within]}
    place = {"place": str(node.place)} if node.place else {}
    return {**told, **held, **place, **({"lost": 1} if node.lost else {})}
