"""A picture's content: the parts of a system, what leads from one to the other, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from celerykit.findings import Finding
from celerykit.values.places import Place

__all__ = ["Edge", "Fact", "Graph", "Kind", "Node"]

Kind = Literal[
    "folder",  # holds publishers
    "publisher",
    "schedule",  # holds entries
    "entry",
    "module",  # holds tasks
    "task",
    "routing",  # holds routes
    "route",
    "broker",  # holds exchanges and queues
    "exchange",
    "queue",
    "worker",
    "results",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about a part: "exchange: media (topic)", and where it is said."""

    label: str
    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the system.

    id: the kind and a name, for looking it up; never shown. within: the id of the part that holds it, "" for none.
    note: what stands below its title. place: where it is declared. known: False for what is only perhaps so, or of
    which nobody can say what it is; such a part is drawn dashed. lost: what arrives here is never taken out.
    """

    id: str
    kind: Kind
    title: str
    within: str = ""
    note: str = ""
    place: Place | None = None
    facts: tuple[Fact, ...] = ()
    known: bool = True
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A way that messages take, or results. known: False for one that they only perhaps take."""

    start: str
    end: str
    label: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Graph:
    """One app, as a picture. No text in it holds a secret.

    title: how the app is called; path: of the file that makes it, which tells two of one name apart.
    nodes: what holds others comes before them. findings: by the id of the part that they are about; one may be about
    several. beside: those that are about none. notes: a sentence for each thing that the picture itself does not show.
    """

    title: str
    path: str = ""
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    beside: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()

    def node(self, name: str) -> Node:
        """The part with that id; KeyError where there is none."""
        for node in self.nodes:
            if node.id == name:
                return node
        raise KeyError(name)

    def held(self, name: str) -> tuple[Node, ...]:
        """The parts that a part holds, in their order."""
        return tuple(node for node in self.nodes if node.within == name)
