"""The files of a program: found by module name, each parsed once at most, with exact places."""

from __future__ import annotations

import ast
import os
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from celerykit.project import Failure
from celerykit.values.places import Place

__all__ = ["MAX_BYTES", "Module", "Program"]

# Larger files are generated data; parsing one takes minutes and hundreds of megabytes.
MAX_BYTES = 4_000_000
# `proj/celery.py` beside a module that says `from celery import …`: only from a script's own folder could it be meant.
_NEVER_OURS = frozenset({"celery", "celerykit", "decouple", "django", "environ", "kombu", "os"})
# What parsing can raise: bad syntax, null bytes, nesting too deep, unknown encodings, and numbers too long.
_UNPARSABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, LookupError)


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
    """

    root: Path
    unread: list[str] = field(default_factory=list)
    failures: dict[Path, Failure] = field(default_factory=dict)
    parsed: int = 0
    _modules: dict[Path, Module | None] = field(default_factory=dict)
    _bytes: dict[Path, bytes] = field(default_factory=dict)
    _found: dict[tuple[str, Path | None], Path | None] = field(default_factory=dict)

    def roots(self) -> tuple[Path, ...]:
        """Folders that modules are imported from."""
        return (self.root, self.root / "src")

    def shown(self, file: Path) -> str:
        """A path as places show it: relative to the root where it is below."""
        try:
            return file.relative_to(self.root).as_posix()
        except ValueError:
            return Path(os.path.relpath(file, self.root)).as_posix()

    def content(self, file: Path) -> bytes:
        """The bytes of a file; none, and a note, where it cannot be read."""
        if file not in self._bytes:
            self._bytes[file] = self._content(file)
        return self._bytes[file]

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
            with warnings.catch_warnings():
                # Invalid escapes and the like are the program's own affair.
                warnings.simplefilter("ignore")
                text = _utf8(text)
                tree = ast.parse(text)
        except _UNPARSABLE as error:
            self._fail(file, error)
            return None
        return Module(self.name_of(file), self.shown(file), file, tree, tuple(_lines(text)))

    def _fail(self, file: Path, error: Exception) -> None:
        path = self.shown(file)
        place = Place(path)
        reason = f"{type(error).__name__}: {error}"
        if isinstance(error, SyntaxError):
            place = Place(path, error.lineno or 1, max(error.offset or 1, 1))
            # The message alone: the line it would quote may hold a secret.
            reason = f"{type(error).__name__}: {error.msg}"
        self.failures[file] = Failure("does-not-parse", reason, place, path)
        self.unread.append(f"{path}: {reason}")

    def name_of(self, file: Path) -> str:
        """The dotted name under which a file would be imported."""
        top = self.top_of(file)
        parts = list(file.relative_to(top).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        return ".".join(parts)

    def top_of(self, file: Path) -> Path:
        """The folder that must be on Python's path for the file to be imported."""
        folder = file.parent
        while (folder / "__init__.py").exists() and folder != folder.parent:
            folder = folder.parent
        if folder != file.parent:
            return folder
        for root in (self.root / "src", self.root):
            if folder.is_relative_to(root):
                return root
        return folder

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
        bases = self.roots() if near is None else (*self.roots(), self.top_of(near))
        if near and not (near.parent / "__init__.py").exists():
            bases = (*bases, near.parent)
        candidates = (self.file_in(base, dotted) for base in bases)
        return next((file for file in candidates if file), None)

    def file_in(self, base: Path, dotted: str) -> Path | None:
        """The file of a module whose first part stands in the folder `base`."""
        parts = dotted.split(".") if dotted else []
        if not all(part.isidentifier() for part in parts):
            return None
        stem = base.joinpath(*parts)
        for file in (stem / "__init__.py", stem.with_name(f"{stem.name}.py")):
            try:
                if file.is_file():
                    return file
            except OSError:
                return None
        return None


def _utf8(text: bytes) -> bytes:
    """The source as UTF-8, in which `ast` counts columns, whatever encoding the file declares."""
    if text.isascii():
        return text
    import io
    import tokenize

    encoding, _ = tokenize.detect_encoding(io.BytesIO(text).readline)
    if encoding in {"utf-8", "utf-8-sig"}:
        return text.removeprefix(b"\xef\xbb\xbf")
    # A declaration in the first lines counts no more once the text is given as a string.
    return text.decode(encoding).replace("coding", "c0ding", 1).encode()


def _lines(text: bytes) -> list[bytes]:
    """Lines as Python's tokenizer counts them: a form feed or a Unicode separator ends none."""
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
