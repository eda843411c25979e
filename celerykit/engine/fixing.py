"""What `--fix` does: names of settings replaced where they stand, and nothing else touched."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from celerykit.engine.rewriting import NotThere, Rewritable, bare, rewritable
from celerykit.errors import UsageError
from celerykit.findings import Edit, Finding
from celerykit.reading.folders import python_files

__all__ = ["Fixes", "Refusal", "plan_fixes", "write"]

_ANYTHING = ""  # stands for every name, where nobody can tell what is in a file


@dataclass(frozen=True, slots=True)
class Refusal:
    """A finding that has edits, and why they are not made."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Fixes:
    """What would be done.

    done: the findings that it answers. refused: those that it does not, though they have edits.
    files: path, as in findings → the file before and after, in bytes.
    """

    done: tuple[Finding, ...] = ()
    refused: tuple[Refusal, ...] = ()
    files: Mapping[str, tuple[bytes, bytes]] | None = None

    def diff(self) -> str:
        """The changes as `diff -u` would show them."""
        from difflib import unified_diff

        lines: list[str] = []
        for path, (before, after) in sorted((self.files or {}).items()):
            old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
            lines += unified_diff(old, new, path, path)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def plan_fixes(findings: Iterable[Finding], root: Path) -> Fixes:
    """What can be done about the findings, in the files under `root`. Nothing is written.

    Edits of one finding are made all together or not at all: half of them may be worse than none.
    Raises UsageError where libcst is not installed.
    """
    wanted = [finding for finding in findings if finding.edits]
    if not wanted:
        return Fixes()
    files = _Files(root)
    done: list[Finding] = []
    refused: list[Refusal] = []
    edits: dict[str, list[Edit]] = {}
    for finding in wanted:
        new = [edit for edit in finding.edits if edit not in edits.get(edit.place.path, ())]
        reason = files.objection([*(one for several in edits.values() for one in several), *new], finding.edits)
        if reason:
            refused.append(Refusal(finding, reason))
            continue
        done.append(finding)
        for edit in new:
            edits.setdefault(edit.place.path, []).append(edit)
    changed = {path: (files.content(path), files.parsed(path).edited(several)) for path, several in edits.items()}
    return Fixes(tuple(done), tuple(refused), changed)


def write(fixes: Fixes, root: Path) -> None:
    """Write the files: each whole or not at all, with the permissions that it has.

    Raises UsageError where one has changed since it was read, or cannot be written.
    """
    import shutil

    for path, (before, after) in (fixes.files or {}).items():
        file = (root / path).resolve()
        part = file.with_name(f".{file.name}.celerykit")
        try:
            if file.read_bytes() != before:
                raise UsageError(f"{path} has changed while it was read: run celerykit again")
            part.write_bytes(after)
            shutil.copymode(file, part)
            part.replace(file)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise UsageError(f"cannot write {path}: {error.strerror}") from None


class _Files:
    """The files of the program, each read and parsed once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._contents: dict[str, bytes] = {}
        self._parsed: dict[str, Rewritable] = {}
        self._named: dict[str, Mapping[str, list[int]]] = {}
        self._uses: dict[str, list[tuple[str, int]]] = {}

    def content(self, path: str) -> bytes:
        if path not in self._contents:
            try:
                self._contents[path] = (self.root / path).read_bytes()
            except OSError:
                self._contents[path] = b""
        return self._contents[path]

    def objection(self, all_edits: Sequence[Edit], edits: Sequence[Edit]) -> str:
        """Why these edits cannot be made, after which `all_edits` will have been made; "" for no reason."""
        for edit in edits:
            if not edit.place.path.endswith(".py"):
                return f"{edit.place.path} is not Python"
            places = {one.place for one in all_edits if one.old == edit.old}
            lines = {(place.path, place.line) for place in places}
            others = [(path, line) for path, line in self.uses(bare(edit.old)) if (path, line) not in lines]
            if others:
                return f"{bare(edit.old)} is used elsewhere too: {others[0][0]}:{others[0][1]}"
        try:
            for edit in edits:
                self.parsed(edit.place.path).at(edit)
        except NotThere as missing:
            return str(missing)
        return ""

    def uses(self, name: str) -> list[tuple[str, int]]:
        """Where the program names it: as a variable, an attribute, an argument, or in a text of its own."""
        if name not in self._uses:
            word = re.compile(rb"\b" + re.escape(name.encode()) + rb"\b")
            found = []
            for file in python_files(self.root):
                path = file.relative_to(self.root).as_posix()
                if word.search(self.content(path)):
                    found += [(path, line) for line in self._lines_naming(name, path)]
            self._uses[name] = found
        return self._uses[name]

    def _lines_naming(self, name: str, path: str) -> Sequence[int]:
        if path not in self._named:
            self._named[path] = _lines_by_name(self.content(path))
        named = self._named[path]
        return named.get(name, ()) if _ANYTHING not in named else (1,)

    def parsed(self, path: str) -> Rewritable:
        """Raises NotThere and UsageError as `rewritable` does."""
        if path not in self._parsed:
            self._parsed[path] = rewritable(path, self.content(path))
        return self._parsed[path]


def _lines_by_name(content: bytes) -> Mapping[str, list[int]]:
    """The lines on which a file names something."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError):
        return {_ANYTHING: [1]}
    lines: dict[str, list[int]] = {}
    for node in ast.walk(tree):
        held = (
            node.id if isinstance(node, ast.Name)
            else node.attr if isinstance(node, ast.Attribute)
            else node.arg if isinstance(node, (ast.keyword, ast.arg))
            else node.name if isinstance(node, ast.alias)
            else node.value if isinstance(node, ast.Constant)
            else None
        )  # fmt: skip
        if held and isinstance(held, str):
            line = getattr(node, "end_lineno" if isinstance(node, ast.Attribute) else "lineno", 1)
            lines.setdefault(held, []).append(line)
    return lines
