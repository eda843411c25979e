"""What tests say of a picture, and ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from celerykit.findings import Finding
from celerykit.graph import Graph, graph_of
from tests.rules.build import project

__all__ = ["codes", "graph", "parts", "ways"]


def graph(findings: Iterable[Finding] = (), **words: Any) -> Graph:
    """The picture of a project of these words (see `tests.rules.build.project`)."""
    words.setdefault("broker_url", "redis://cache:6379/0")
    return graph_of(project(**words), findings)


def parts(picture: Graph, kind: str) -> dict[str, str]:
    """The parts of a kind: their titles with their notes, in their order."""
    return {node.title: node.note for node in picture.nodes if node.kind == kind}


def ways(picture: Graph, *kinds: str) -> set[tuple[str, str, bool]]:
    """The ways that begin at parts of these kinds: title to title, and whether it is sure."""
    title = {node.id: node for node in picture.nodes}
    return {
        (title[edge.start].title, title[edge.end].title, edge.known)
        for edge in picture.edges
        if title[edge.start].kind in kinds
    }


def codes(picture: Graph) -> dict[str, list[str]]:
    """The codes of the findings at each part, by its title."""
    told: dict[str, list[str]] = {}
    for name, found in picture.findings.items():
        told.setdefault(picture.node(name).title, []).extend(one.code for one in found)
    return told
