"""The files of a program: found by module name, each parsed once at most, with exact places."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from celerykit.project import Failure
from celerykit.reading.folders import python_files
from celerykit.reading.listings import Listings
from celerykit.reading.parsing import UNPARSABLE, failure_of, may_be_newer, parsed
from celerykit.reading.tops import Tops
from celerykit.values.places import Place

__all__ = ["MAX_BYTES", "Module", "Program"]

# Larger files are generated data; parsing one takes minutes and hundreds of megabytes.
MAX_BYTES = 4_000_000
# `proj/celery.py` beside a module that says `from celery import …`: only from a script's own folder could it be meant.
_NEVER_OURS = frozenset({"celery", "celerykit", "decouple", "django", "environ", "kombu", "os"})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Module:
    """A parsed file.

    name: dotted, as it would be imported. path: as shown in places. package: it is an `__init__.py`.
    """

    name: str
    path: str
    file: Path
    tree: ast.Module
    lines: tuple[bytes, ...]

    @property
    def package(self) -> bool:
        """Whether other modules can stand below it."""
        return self.file.name == "__init__.py"

    def place(self, node: ast.AST) -> Place:
        """The span of a node, on its first line."""
        line: int = getattr(node, "lineno", 1)
        start = self.column(line, getattr(node, "col_offset", 0))
        if getattr(node, "end_lineno", line) == line:
            return Place(self.path, line, start, self.column(line, getattr(node, "end_col_offset", 0)))
        text = self.lines[line - 1].decode("utf-8", "replace").rstrip()
        return Place(self.path, line, start, len(text) + 1)

    def column(self, line: int, offset: int) -> int:
        """The column of a byte offset, both as `ast` counts them; from 1, in characters."""
        if line > len(self.lines):
            return offset + 1
        return len(self.lines[line - 1][:offset].decode("utf-8", "replace")) + 1

    def source(self, node: ast.AST) -> str:
        """The text of a node as written, white space folded; a long one is cut."""
        line, end = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
        if not line or end > len(self.lines):
            return ""
        # Only so many lines: nobody reads more, and a table of data can have thousands.
        rows = list(self.lines[line - 1 : min(end, line + 40)])
        if end <= line + 40:
            rows[-1] = rows[-1][: getattr(node, "end_col_offset", None)]
        rows[0] = rows[0][getattr(node, "col_offset", 0) :]
        return " ".join(b" ".join(rows).decode("utf-8", "replace").split())


@dataclass(slots=True, repr=False)
class Program:
    """The files under a root folder.

    unread: files that could not be read, each with its reason. failures: by file, why it does not parse.
    newer: those among them that may be right for a newer Python than this.
    """

    root: Path
    tops: Tops = field(init=False)
    unread: list[str] = field(default_factory=list)
    failures: dict[Path, Failure] = field(default_factory=dict)
    newer: set[Path] = field(default_factory=set)
    parsed: int = 0
    _modules: dict[Path, Module | None] = field(default_factory=dict)
    _bytes: dict[Path, bytes] = field(default_factory=dict)
    _found: dict[tuple[str, Path | None], Path | None] = field(default_factory=dict)
    _names: Listings = field(default_factory=Listings)
    _listed: dict[Path, Sequence[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tops = Tops(self.root, self.content)

    def roots(self) -> tuple[Path, ...]:
        """Folders that modules are imported from."""
        return (self.root, self.root / "src")

    def shown(self, file: Path) -> str:
        """A path as places show it: relative to the root where it is below."""
        try:
            return file.relative_to(self.root).as_posix()
        except ValueError:
            return Path(os.path.relpath(file, self.root)).as_posix()

    def python_files(self, folder: Path) -> Sequence[Path]:
        """The program's own Python files in a folder and below, looked for once."""
        if folder not in self._listed:
            self._listed[folder] = tuple(python_files(folder, self.unread))
        return self._listed[folder]

    def content(self, file: Path) -> bytes:
        """The bytes of a file; none, and a note, where it cannot be read."""
        if file not in self._bytes:
            self._bytes[file] = self._content(file)
        return self._bytes[file]

    def contents(self) -> Iterable[bytes]:
        """The bytes of all files that were read so far."""
        return self._bytes.values()

    def _content(self, file: Path) -> bytes:
        try:
            status = file.stat()
            if not S_ISREG(status.st_mode):
                self.unread.append(f"{self.shown(file)}: not a regular file")
                return b""
            if status.st_size > MAX_BYTES:
                self.unread.append(f"{self.shown(file)}: larger than {MAX_BYTES} bytes")
                return b""
            return file.read_bytes()
        except OSError as error:
            self.unread.append(f"{self.shown(file)}: {error.strerror or type(error).__name__}")
            return b""

    def module(self, file: Path) -> Module | None:
        """The module in a file, or None where it does not parse (see `failures`)."""
        if file not in self._modules:
            self._modules[file] = None
            self._modules[file] = self._parse(file)
        return self._modules[file]

    def _parse(self, file: Path) -> Module | None:
        text = self.content(file)
        self.parsed += 1
        try:
            tree, lines = parsed(text)
        except UNPARSABLE as error:
            self._fail(file, error)
            return None
        return Module(self.name_of(file), self.shown(file), file, tree, lines)

    def _fail(self, file: Path, error: Exception) -> None:
        failure = failure_of(error, self.shown(file))
        self.failures[file] = failure
        newer = may_be_newer(error, self.content(file))
        if newer:
            self.newer.add(file)
        self.unread.append(f"{failure.subject}: {failure.text}{' (a newer Python may read it)' if newer else ''}")

    def name_of(self, file: Path) -> str:
        """The dotted name under which a file would be imported."""
        top = self.top_of(file)
        parts = list(file.relative_to(top).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        return ".".join(parts)

    def top_of(self, file: Path) -> Path:
        """The folder that must be on Python's path for the file to be imported."""
        return self.tops.of(file)

    def find(self, dotted: str, near: Path | None = None) -> Path | None:
        """The file of a module, from the roots or from where `near` itself would be imported; None if it is not ours.

        A folder without `__init__.py` is a package too, but has no file: see `folder`.
        """
        key = (dotted, near.parent if near else None)
        if key not in self._found:
            self._found[key] = self._find(dotted, near)
        return self._found[key]

    def _find(self, dotted: str, near: Path | None) -> Path | None:
        if dotted.partition(".")[0] in _NEVER_OURS:
            return None
        candidates = (self.file_in(base, dotted) for base in self._bases(near))
        return next((file for file in candidates if file), None)

    def _bases(self, near: Path | None) -> Iterator[Path]:
        """The folders that may be on Python's path for a file: without `__init__.py`, any that it stands below."""
        yield from self.roots()
        if near is None:
            return
        top = self.top_of(near)
        yield top
        if not (near.parent / "__init__.py").exists():
            yield near.parent
            for folder in near.parent.parents:
                if folder == self.root or not folder.is_relative_to(self.root):
                    return
                yield folder

    def has_package(self, dotted: str, near: Path) -> bool:
        """Whether there is a folder of that name, with an `__init__.py` or without, where a module would be found."""
        parts = dotted.split(".")
        return all(part.isidentifier() for part in parts) and any(
            base.joinpath(*parts).is_dir() for base in self._bases(near)
        )

    def file_in(self, base: Path, dotted: str) -> Path | None:
        """The file of a module whose first part stands in the folder `base`."""
        parts = dotted.split(".") if dotted else []
        if not all(part.isidentifier() for part in parts):
            return None
        stem = base.joinpath(*parts)
        if not {stem.name, f"{stem.name}.py"} & self._names.names(stem.parent):
            return None
        for file in (stem / "__init__.py", stem.with_name(f"{stem.name}.py")):
            try:
                if file.is_file():
                    return file
            except OSError:
                return None
        return None
