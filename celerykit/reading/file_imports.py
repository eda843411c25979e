"""Which files of a program a file imports, without parsing it.

Parsing is most of the time of a run, and most files that a worker imports say nothing of Celery: a search for the words
`import` and `from` is enough for them. It may find an import in a text; then a file is taken for imported that is not,
which nobody is blamed for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from celerykit.reading.sources import Program

__all__ = ["FileImports"]

_IMPORT = re.compile(
    rb"(?:^|[;:])[ \t\f]*"
    rb"(?:from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n;#]+)|import[ \t]+([^\n;#]+))",
    re.MULTILINE,
)
_COMMENT = re.compile(rb"#[^\n]*")


@dataclass(slots=True, repr=False)
class FileImports:
    """Finds what files import, each once."""

    program: Program
    _known: dict[Path, tuple[Path, ...]] = field(default_factory=dict)

    def of(self, file: Path) -> tuple[Path, ...]:
        """The files of the program that a file imports."""
        if file not in self._known:
            self._known[file] = tuple(dict.fromkeys(self._found(file)))
        return self._known[file]

    def _found(self, file: Path) -> Iterator[Path]:
        content = self.program.content(file).replace(b"\r\n", b"\n").replace(b"\\\n", b" ")
        for dots, source, names, modules in _IMPORT.findall(content):
            if modules:
                for dotted in _names(modules):
                    yield from self.named(dotted, file)
            elif dots or source:
                yield from self.taken(len(dots), source.decode(), _names(names), file)

    def named(self, dotted: str, near: Path) -> Iterator[Path]:
        """`import a.b`."""
        found = self.program.find(dotted, near)
        if found:
            yield found

    def taken(self, level: int, source: str, names: list[str], near: Path) -> Iterator[Path]:
        """`from ..a import b`: the module a, and what stands below it, if it is a package."""
        folder = near.parent
        for _ in range(level - 1):
            folder = folder.parent
        file = self.program.file_in(folder, source) if level else self.program.find(source, near)
        if file:
            yield file
            if file.name != "__init__.py":
                return
        for name in names:
            if file:
                below = self.program.file_in(file.parent, name)
            elif level:
                below = self.program.file_in(folder, f"{source}.{name}" if source else name)
            else:
                # A folder without `__init__.py` is a package all the same.
                below = self.program.find(f"{source}.{name}", near)
            if below:
                yield below


def _names(text: bytes) -> list[str]:
    """The names in a list of imports, without what they are called afterwards."""
    parts = _COMMENT.sub(b"", text).strip(b"() \t\n").split(b",")
    return [part.split()[0].decode("ascii", "ignore") for part in parts if part.split()]
