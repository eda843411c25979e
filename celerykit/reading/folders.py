"""Which files of a folder are the program's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["LIMIT", "files_below", "python_files"]

# So many files are looked at, no more: whoever names a home folder by mistake gets an answer all the same.
LIMIT = 50_000

_SKIPPED = frozenset({
    "__pycache__", "__pypackages__", "_vendor", "bower_components", "build", "dist", "node_modules", "site-packages",
    "third_party", "vendor", "vendored",
})  # fmt: skip


def python_files(folder: Path) -> Iterator[Path]:
    """The Python files in a folder and below, as `files_below` finds them."""
    return files_below(folder, lambda name: name.endswith(".py"))


def files_below(folder: Path, wanted: Callable[[str], bool]) -> Iterator[Path]:
    """Files by their names, sorted, in a folder and below; without environments, vendored copies and hidden folders.

    Symbolic links to folders are not followed, so a loop of them ends nothing.
    """
    count = 0
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not _skipped(here, name))
        for name in sorted(files):
            if count < LIMIT and wanted(name):
                count += 1
                yield here / name


def _skipped(parent: Path, name: str) -> bool:
    if name.startswith(".") or name in _SKIPPED or name.endswith(".egg-info"):
        return True
    # A virtual environment, whatever it is called.
    return (parent / name / "pyvenv.cfg").exists() or (parent / name / "conda-meta").exists()
