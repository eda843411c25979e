"""The modules of a program, by the names under which they import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from celerykit.reading.file_imports import FileImports
from celerykit.reading.outlines import Outline, outline
from celerykit.reading.sources import Module, Program
from celerykit.reading.things import InModule, Outside, Thing

__all__ = ["Modules"]


@dataclass(slots=True, repr=False)
class Modules:
    """Finds modules. Outlines are made once for each. imports: what files import, for those that are not parsed."""

    program: Program
    imports: FileImports = field(init=False)
    _outlines: dict[Module, Outline] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.imports = FileImports(self.program)

    def outline(self, module: Module) -> Outline:
        """The outline of a module."""
        if module not in self._outlines:
            self._outlines[module] = outline(module)
        return self._outlines[module]

    def outlines(self) -> Iterator[Outline]:
        """The outlines made so far."""
        yield from list(self._outlines.values())

    def source(self, node: ast.ImportFrom, module: Module) -> Thing | None:
        """The module that a `from … import` takes from; None for one outside that has no name."""
        if not node.level:
            return self.module(node.module or "", module)
        folder = module.file.parent
        for _ in range(node.level - 1):
            folder = folder.parent
        file = self.program.file_in(folder, node.module or "")
        if file:
            return self.in_file(file)
        prefix = self.program.name_of(folder / "__init__.py")
        return Outside(".".join(part for part in (prefix, node.module) if part))

    def module(self, dotted: str, near: Module | None = None) -> Thing | None:
        """A module by name; one that is not in the program is outside. None where it is, but does not parse."""
        file = self.program.find(dotted, near.file if near else None)
        return self.in_file(file) if file else Outside(dotted)

    def in_file(self, file: Path) -> Thing | None:
        """The module in a file; None where it does not parse."""
        module = self.program.module(file)
        return InModule(module) if module else None
