"""Which files of a folder are the program's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["LIMIT", "files_below", "is_skipped", "python_files"]

# So many files are looked at, no more: whoever names a home folder by mistake gets an answer all the same.
LIMIT = 50_000

_VENDORED = frozenset({"_vendor", "site-packages", "third_party", "vendor", "vendored"})
_SKIPPED = _VENDORED | {"__pycache__", "__pypackages__", "bower_components", "node_modules"}
_BUILT = frozenset({"build", "dist"})


def python_files(folder: Path, passed: list[str] | None = None) -> Iterator[Path]:
    """The Python files in a folder and below, as `files_below` finds them.

    passed: takes a line for each environment, and each folder of others' packages, that is passed by.
    """
    return files_below(folder, lambda name: name.endswith(".py"), passed)


def files_below(folder: Path, wanted: Callable[[str], bool], passed: list[str] | None = None) -> Iterator[Path]:
    """Files by their names, sorted, in a folder and below; without environments, vendored copies and hidden folders.

    Symbolic links to folders are not followed, so a loop of them ends nothing.
    """
    count = 0
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        skipped = {name for name in folders if is_skipped(here, name)}
        if passed is not None:
            passed += [line for name in sorted(skipped) if (line := _passed_by(here / name, folder))]
        folders[:] = sorted(name for name in folders if name not in skipped)
        for name in sorted(files):
            if count < LIMIT and wanted(name):
                count += 1
                yield here / name


def _passed_by(folder: Path, top: Path) -> str:
    """What a folder is that is passed by, where somebody might look for its findings; "" else."""
    shown = folder.relative_to(top).as_posix()
    if folder.name.startswith("."):
        return ""
    if _is_environment(folder):
        return f"{shown}: a virtual environment"
    if folder.name in _VENDORED and any(next(folder.glob(each), None) for each in ("*.py", "*/*.py")):
        return f"{shown}: packages of others"
    return ""


def is_skipped(parent: Path, name: str) -> bool:
    """Whether a folder holds nothing of the program's own: hidden, vendored, built, or an environment."""
    if name.startswith(".") or name in _SKIPPED or name.endswith(".egg-info"):
        return True
    if name in _BUILT:
        # Unless it is a package that is called so.
        return not (parent / name / "__init__.py").exists()
    return _is_environment(parent / name)


def _is_environment(folder: Path) -> bool:
    """Whether a folder is a virtual environment, whatever it is called."""
    return (folder / "pyvenv.cfg").exists() or (folder / "conda-meta").exists()
