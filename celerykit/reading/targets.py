"""What a target on the command line means: a module, an app, a file, a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from celerykit.errors import TargetNotFound
from celerykit.reading.sources import Program

__all__ = ["Target", "located"]

_PYTHON = frozenset({"", ".py", ".pyw"})
# Bytes that no text holds: all below the blank but tab, line ends, form feed and escape.
_CONTROLS = frozenset(range(32)) - set(b"\t\n\r\f\x1b")


@dataclass(frozen=True, slots=True)
class Target:
    """A target, found.

    text: as it was given. path: of the file or folder. attribute: what was named behind the colon.
    module: the dotted name where it was named so, "" for files and folders.
    """

    text: str
    path: Path
    attribute: str = ""
    module: str = ""

    @property
    def folder(self) -> bool:
        """Whether it is a folder to be searched."""
        return self.path.is_dir()


def located(text: str, program: Program) -> Target:
    """The file or folder that a target means.

    Raises TargetNotFound, saying what was tried, where there is none, or where the file is no Python.
    """
    path = program.root / text
    if _looks_like_path(text):
        if path.is_dir():
            return Target(text, Path(os.path.normpath(path)))
        if path.is_file():
            _must_be_python(text, path, program)
            return Target(text, Path(os.path.normpath(path)))
        raise TargetNotFound(f"{text}: no such file or folder")
    dotted, _, attribute = text.partition(":")
    file = next((found for root in program.roots() if (found := program.file_in(root, dotted))), None)
    if file:
        _must_be_python(text, file, program)
        return Target(text, file, attribute, dotted)
    if path.is_dir() or path.is_file():
        return located(f".{os.sep}{text}", program)
    # `proj.celery_app.app`, as Celery takes it, too.
    module, _, last = dotted.rpartition(".")
    file = program.find(module) if module and not attribute else None
    if file:
        return Target(text, file, last, module)
    raise TargetNotFound(_nowhere(text, dotted, program))


def _looks_like_path(text: str) -> bool:
    return "/" in text or os.sep in text or text in {"", ".", ".."} or text.endswith((".py", ".pyw"))


def _must_be_python(text: str, file: Path, program: Program) -> None:
    if file.suffix not in _PYTHON:
        raise TargetNotFound(f"{text}: not a Python file")
    try:
        with file.open("rb"):
            pass
    except OSError as error:
        raise TargetNotFound(f"{text}: cannot be read: {error.strerror or type(error).__name__}") from None
    if not _CONTROLS.isdisjoint(program.content(file)):
        raise TargetNotFound(f"{text}: a binary file, not Python")
    if not file.suffix and program.module(file) is None:
        raise TargetNotFound(f"{text}: not a Python file")


def _nowhere(text: str, dotted: str, program: Program) -> str:
    stem = dotted.replace(".", "/")
    tried = [f"{prefix}{stem}{end}" for prefix in ("", "src/") for end in (".py", "/__init__.py")]
    if not all(part.isidentifier() for part in dotted.split(".")):
        tried = [text]
    return f"{text}: no such module, file or folder; tried {', '.join(tried)}"
