"""The boxes of a picture: how large each is, and what stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from celerykit.graph.folding import HOLDERS
from celerykit.graph.lettering import fitted, width
from celerykit.graph.model import Graph, Node

__all__ = [
    "COLUMNS", "FRAME", "GAP", "HEAD", "LANE", "MARGIN", "NOTE", "PAD", "ROW", "SMALL", "Box", "Row", "box_of",
    "note_of",
]  # fmt: skip

# All in the units of the picture, which are pixels where it is shown in its own size.
FONT, SMALL = 12, 10.5
HEAD, NOTE, ROW, PAD, GAP = 26, 16, 20, 9, 14
MARGIN = 18
FRAME = 40  # above a frame's first box, for its title
LANE = 6  # the height of what a line passes through in a column that it skips

COLUMNS = ("folder schedule", "module", "routing", "exchange", "queue", "worker", "results")
"""The kinds of boxes from left to right."""
_COLUMN = {kind: number for number, kinds in enumerate(COLUMNS) for kind in kinds.split()}
_PLURAL = {"folder": "files", "module": "tasks", "routing": "routes", "schedule": "entries"}
# Letters that a title may have, and for the others.
_CELLS = {"folder": 28, "schedule": 24, "module": 34, "routing": 34, "exchange": 22, "queue": 24, "worker": 26}
_LONGEST = 28
_ASIDE = 12  # letters that stand beside those of a row
# Widths that a box has at least: the broker's frame around queues has its URL for a title.
_AT_LEAST = {"exchange": 150.0, "queue": 226.0}
_NARROWEST = 110.0
_MARKS = 34.0  # beside a title, for the signs of findings


@dataclass(frozen=True, slots=True)
class Row:
    """A part within a box. text, note: as they are shown."""

    id: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A part with a place of its own. lane: it is none, but holds a way open for lines to the part of that id."""

    id: str
    kind: str
    column: int
    width: float
    text: str = ""
    note: str = ""
    rows: tuple[Row, ...] = ()
    folded: bool = False
    lane: str = ""

    @property
    def height(self) -> float:
        """Its own, with its rows where they are shown."""
        if self.lane:
            return LANE
        head = HEAD + (NOTE if self.note else 0)
        return head if self.folded or not self.rows else head + ROW * len(self.rows) + PAD / 2

    def offset(self, name: str) -> float:
        """How far below its top a line ends at the box itself, or at one of its rows."""
        if self.lane:
            return LANE / 2
        for number, row in enumerate(self.rows):
            if row.id == name and not self.folded:
                return self.height - PAD / 2 - ROW * (len(self.rows) - number) + ROW / 2
        return HEAD / 2 if self.rows else self.height / 2


def box_of(node: Node, graph: Graph, *, folded: bool) -> Box | None:
    """The box of a part; None for one that is a row in another's, or a frame around others."""
    if node.kind not in _COLUMN:
        return None
    cells = _CELLS.get(node.kind, _LONGEST)
    held = graph.held(node.id) if node.kind in HOLDERS else ()
    rows = tuple(_row(each, cells) for each in held)
    text, note = fitted(node.title, cells), note_of(node, len(rows), folded=folded)
    longest = [width(text, FONT) + _MARKS, width(note, SMALL), _AT_LEAST.get(node.kind, _NARROWEST)]
    longest += [width(f"{row.text}  {row.note}", FONT) + _MARKS for row in rows]
    # Folded or not, a box is as wide: nothing jumps aside when somebody opens it.
    return Box(node.id, node.kind, _COLUMN[node.kind], max(longest) + 2 * PAD, text, note, rows, folded)


def note_of(node: Node, rows: int, *, folded: bool) -> str:
    """What stands below the title of a part that holds so many rows."""
    return f"{rows} {_PLURAL[node.kind]}" if folded else fitted(node.note, _CELLS.get(node.kind, _LONGEST) + 2)


def _row(node: Node, cells: int) -> Row:
    text = fitted(node.title, cells)
    has_note = node.kind in {"entry", "route"}
    return Row(node.id, text, fitted(node.note, max(0, cells + _ASIDE - len(text))) if has_note else "")
