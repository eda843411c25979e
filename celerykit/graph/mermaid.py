"""A picture as Mermaid text, for a README: GitHub, GitLab and others draw it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from celerykit.findings import SEVERITIES, Finding
from celerykit.graph.folding import HOLDERS, Line, findings_at, folded_first, grouped, lines
from celerykit.graph.lettering import fitted
from celerykit.graph.model import Graph, Node

__all__ = ["mermaid"]

# Mermaid draws nothing of more than 500 ways or 50,000 letters (its maxEdges and maxTextSize), unless told so; and what
# is near to that, nobody can read.
_LINES, _TEXT = 250, 40_000
# As many letters of a name as a box of a README can hold.
_CELLS = 48
# And of what stands beside.
_LONGEST = 90
_SHAPES: Mapping[str, tuple[str, str]] = {
    "publisher": ("[", "]"),
    "folder": ("[", "]"),
    "entry": ("([", "])"),
    "schedule": ("([", "])"),
    "task": ("(", ")"),
    "module": ("(", ")"),
    "route": (">", "]"),
    "routing": (">", "]"),
    "exchange": ("{{", "}}"),
    "queue": ("[[", "]]"),
    "worker": ("[/", "/]"),
    "results": ("[(", ")]"),
}
# Light grounds with dark letters, which can be read on a light page and on a dark one.
_STYLES: Mapping[str, str] = {
    "task": "fill:#e6f2ea,stroke:#1f6b42,color:#1b211d",
    "sender": "fill:#f3f5f2,stroke:#7a867e,color:#1b211d",
    "queue": "fill:#e8f0f8,stroke:#2b5a86,color:#1b211d",
    "worker": "fill:#ffffff,stroke:#1b211d,color:#1b211d",
    "lost": "fill:#fdecea,stroke:#b3211c,stroke-width:3px,color:#1b211d",
    "unknown": "fill:#ffffff,stroke:#7a867e,stroke-dasharray:5 4,color:#57615a",
}
_CLASSES = {
    "task": "task", "module": "task", "publisher": "sender", "folder": "sender", "entry": "sender",
    "schedule": "sender", "route": "sender", "routing": "sender", "exchange": "queue", "queue": "queue",
    "worker": "worker", "results": "worker",
}  # fmt: skip
_PLURAL = {"folder": "files", "module": "tasks", "routing": "routes", "schedule": "entries"}
# Formulas and icons, which Mermaid looks for once all else is read; a blank makes them texts.
_MEANT = re.compile(r"\$\$|\bfa[a-z]?(?=:)")
# Everything but these; and what makes a list of a line that begins with it ("1. ", "- ").
_UNSAFE = re.compile(r"[^A-Za-z0-9 .,:/_()@=+'-]|^[-+=_]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_SIGN = {"error": "E", "warning": "W", "info": "i"}
_SHOWN = 8  # findings that are listed beside


def mermaid(graphs: Sequence[Graph]) -> str:
    """The text of one flowchart for all apps, ending with a line end."""
    parts = ["flowchart LR"]
    classes: set[str] = set()
    for number, graph in enumerate(graphs, 1):
        prefix = f"a{number}" if len(graphs) > 1 else ""
        body = _fitting(graph, prefix, classes)
        if prefix:
            body = [f"  subgraph {prefix}[{_label(graph.title)}]", *(f"  {line}" for line in body), "  end"]
        parts += body
    parts += [f"  classDef {name} {style}" for name, style in _STYLES.items() if name in classes]
    return "\n".join(parts) + "\n"


def _fitting(graph: Graph, prefix: str, classes: set[str]) -> list[str]:
    """The lines of one app, as much of it folded as must be for Mermaid to draw it, and for people to read it."""
    boxes = 30
    while True:
        graph = grouped(graph, boxes)
        folded = folded_first(graph)
        for closed in (folded, frozenset(node.id for node in graph.nodes if node.kind in HOLDERS)):
            writer = _Writer(graph, closed, prefix)
            written = list(writer.lines())
            if len(writer.drawn) <= _LINES and sum(map(len, written)) <= _TEXT:
                break
        if closed == folded or boxes == 1 or (len(writer.drawn) <= _LINES and sum(map(len, written)) <= _TEXT):
            classes |= writer.classes
            return written
        boxes = max(1, boxes // 2)


class _Writer:
    """classes: those that are used."""

    def __init__(self, graph: Graph, folded: Collection[str], prefix: str) -> None:
        self.graph, self.folded, self.prefix = graph, folded, prefix
        self.drawn = lines(graph, folded)
        self.classes: set[str] = set()
        counts: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        for node in graph.nodes:
            counts[node.kind] += 1
            self.names[node.id] = f"{prefix}{'_' if prefix else ''}{node.kind}{counts[node.kind]}"

    def lines(self) -> Iterator[str]:
        for node in self.graph.nodes:
            if not node.within:
                yield from self._node(node)
        for line in self.drawn:
            yield self._line(line)
        yield from self._beside()

    def _node(self, node: Node) -> Iterator[str]:
        held = self.graph.held(node.id)
        if held and node.id not in self.folded:
            title = ", ".join(part for part in (node.title, node.note) if part)
            yield f"  subgraph {self.names[node.id]}[{_label(title, self._signs(node))}]"
            yield "    direction TB"
            for each in held:
                yield f"    {self._box(each)}"
            yield "  end"
        elif not held and node.kind in HOLDERS | {"broker"}:
            return
        else:
            yield f"  {self._box(node)}"

    def _box(self, node: Node) -> str:
        kind = "unknown" if not node.known else "lost" if node.lost else _CLASSES[node.kind]
        self.classes.add(kind)
        left, right = _SHAPES[node.kind]
        note = node.note
        if node.id in self.folded:
            note = f"{len(self.graph.held(node.id))} {_PLURAL[node.kind]}"
        return f"{self.names[node.id]}{left}{_label(node.title, note, self._signs(node))}{right}:::{kind}"

    def _signs(self, node: Node) -> str:
        """ "E CK512, W CK516": what is wrong here, the gravest first."""
        found = sorted(findings_at(self.graph, node.id, self.folded), key=_grave)
        said = list(dict.fromkeys(f"{_SIGN[finding.severity]} {finding.code}" for finding in found))
        return ", ".join(said[:3]) + (f" and {len(said) - 3} more" if len(said) > 3 else "")

    def _line(self, line: Line) -> str:
        arrow = "-->" if line.known else "-.->"
        label = f"|{_label(line.label)}|" if line.label else ""
        return f"  {self.names[line.start]} {arrow}{label} {self.names[line.end]}"

    def _beside(self) -> Iterator[str]:
        found = sorted(self.graph.beside, key=_grave)
        if not found and not self.graph.notes:
            return
        said = [f"{_SIGN[one.severity]} {one.code} {one.rule}" for one in found[:_SHOWN]]
        more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        head = ["found besides"] * bool(found)
        self.classes.add("sender")
        yield f"  {self.prefix}beside[{_label(*head, *said, *more, *self.graph.notes, cells=_LONGEST)}]:::sender"


def _grave(finding: Finding) -> tuple[int, str]:
    return -SEVERITIES.index(finding.severity), finding.code


def _label(*parts: str, cells: int = _CELLS) -> str:
    """Texts as one label, each on its own line, in the quotes that Mermaid wants; no letter of them means anything."""
    return '"' + "<br>".join(_safe(fitted(part, cells)) for part in parts if part) + '"'


def _safe(text: str) -> str:
    """Letters that mean something to Mermaid, to Markdown or to HTML as `#35;`."""
    plain = _MEANT.sub(lambda match: "$ $" if match[0] == "$$" else f"{match[0]} ", " ".join(text.split()))
    return _UNSAFE.sub(lambda match: f"#{ord(match[0])};", plain)
