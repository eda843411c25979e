"""Pictures of a program: who sends tasks, which way they go, who runs them, where results are kept; and what is wrong.

One file a form: Mermaid text, SVG, and an HTML page that stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from celerykit.graph.building import graph_of
from celerykit.graph.model import Graph

__all__ = ["FORMATS", "Graph", "draw", "graph_of"]

FORMATS: tuple[str, ...] = ("mermaid", "svg", "html")


def draw(form: str, graphs: Sequence[Graph], *, remarks: Sequence[str] = ()) -> str:
    """The picture of these apps in the form of that name, ending with a line end; the same bytes for the same apps.

    remarks: a sentence for each thing that could not be looked at, which a page tells.
    """
    graphs = _each_beside_once(_told_apart(graphs))
    if form == "html":
        from celerykit.graph.page import html

        return html(graphs, remarks=remarks)
    if form == "svg":
        from celerykit.graph.sheet import sheet

        return sheet(graphs)
    from celerykit.graph.mermaid import mermaid

    return mermaid(graphs)


def _told_apart(graphs: Sequence[Graph]) -> list[Graph]:
    """The same, where two apps are called alike each with its file."""
    titles = Counter(graph.title for graph in graphs)
    return [
        replace(graph, title=f"{graph.title} ({graph.path})") if titles[graph.title] > 1 and graph.path else graph
        for graph in graphs
    ]


def _each_beside_once(graphs: Sequence[Graph]) -> list[Graph]:
    """The same, where what is about a part of one app does not stand beside another, and nothing stands beside two."""
    told = {finding for graph in graphs for found in graph.findings.values() for finding in found}
    result = []
    for graph in graphs:
        left = tuple(finding for finding in graph.beside if finding not in told)
        told.update(left)
        result.append(replace(graph, beside=left))
    return result
