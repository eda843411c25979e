"""Which names are a program's own: the first parts of the dotted names of its modules."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from celerykit.reading.folders import is_skipped
from celerykit.reading.outlines import Outline
from celerykit.reading.sources import Program

__all__ = ["own_names"]


def own_names(folder: Path, outlines: Iterable[Outline], program: Program) -> frozenset[str]:
    """The packages and modules in a folder that can be imported by these names; `outlines` stand in it."""
    tops = dict.fromkeys((*program.roots(), *(program.top_of(each.scope.module.file) for each in outlines)))
    return frozenset(name for top in tops if top.is_relative_to(folder) for name in _in(top))


def _in(top: Path) -> Iterator[str]:
    for entry in _entries(top):
        stem, dot, end = entry.name.partition(".")
        if not stem.isidentifier():
            continue
        if (end == "py" and entry.is_file()) or (not dot and entry.is_dir() and _holds_python(top, entry)):
            yield stem


def _holds_python(top: Path, entry: os.DirEntry[str]) -> bool:
    """Whether a folder is a package: with modules in it, or in the folders in it."""
    if is_skipped(top, entry.name):
        return False
    below = list(_entries(Path(entry.path)))
    if any(each.name.endswith(".py") for each in below):
        return True
    inner = (each for each in below if each.name.isidentifier() and each.is_dir())
    return any(each.name.endswith(".py") for folder in inner for each in _entries(Path(folder.path)))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
