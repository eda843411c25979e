"""A picture's content while it is put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from celerykit.graph.model import Edge, Fact, Node
from celerykit.project import Value
from celerykit.values.places import Place

__all__ = ["Drawing"]


@dataclass(slots=True)
class Drawing:
    """Parts and the ways between them, each once; and which part stands for which line of the program.

    lines: path and line → the parts, what is said most exactly first; files: path → the parts that it declares.
    configured: the files that make the app, or set something for it.
    called: the parts by their kind and the name that somebody else has for them.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    spots: dict[Place, dict[str, None]] = field(default_factory=dict)
    lines: defaultdict[tuple[str, int], dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    files: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    configured: set[str] = field(default_factory=set)
    called: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, node: Node) -> str:
        """Put a part there, unless it is there already; answers its id."""
        if node.id not in self.nodes:
            self.nodes[node.id] = node
            self.stands_for(node.id, [node.place])
        return node.id

    def tell(self, name: str, *facts: Fact) -> None:
        """Say something more of a part."""
        node = self.nodes[name]
        new = [fact for fact in facts if fact not in node.facts]
        self.nodes[name] = replace(node, facts=(*node.facts, *new))

    def lead(self, start: str, end: str, label: str = "", *, known: bool = True) -> None:
        """A way from one part to another. Two that differ in what is said of them are one; the certain one counts."""
        before = self.edges.get((start, end))
        if before:
            labels = dict.fromkeys(part for part in (*before.label.split(", "), label) if part)
            label, known = ", ".join(labels), known or before.known
        self.edges[start, end] = Edge(start, end, label, known)

    def call(self, kind: str, title: str, name: str) -> None:
        """A running system calls that part so."""
        self.called[kind, title] = name

    def stands_for(self, name: str, places: Iterable[Place | None]) -> None:
        """What is found at these places is about that part."""
        for place in places:
            if place:
                self.spots.setdefault(Place(place.path, place.line, place.column), {})[name] = None
                self.lines[place.path, place.line][name] = None

    def declares(self, path: str, name: str) -> None:
        """What is found anywhere else in that file is about that part."""
        self.files[path][name] = None

    def stands_for_value(self, name: str, value: Value | None) -> None:
        """What is found anywhere in a value is about that part."""
        if value is None:
            return
        self.stands_for(name, [value.place])
        for inner in (*value.keys.values(), *value.items):
            self.stands_for_value(name, inner)
