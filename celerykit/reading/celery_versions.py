"""Which Celery a project uses, where its requirements name exactly one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

__all__ = ["parts", "pinned", "pinned_for"]

# `celery[redis]==5.6.2`, on a line of its own or quoted in a list; Poetry's `celery = "5.6.2"`.
_EXACT = re.compile(
    r"""(?:^|["'])\s*celery(?:\[[^\]\n]*\])?\s*(?:===?\s*|=\s*["'](?:==\s*)?)([0-9]+(?:\.[0-9]+)*)\s*(?=$|[;#"',\s\\])""",
    re.MULTILINE | re.IGNORECASE,
)
_LOCKED = re.compile(r"""\[\[package\]\]\s*\nname = "celery"\s*\nversion = "([0-9][^"]*)\"""")
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
# A lock file of a large project has some megabytes.
_MAX_BYTES = 20_000_000


def pinned(root: Path) -> str:
    """The version of Celery that the files in a folder pin, as "5.6.2"; "" where they name none, or several."""
    for name in _LOCKS:
        found = _LOCKED.search(_text(root / name))
        if found:
            return found[1]
    files = [
        root / "pyproject.toml",
        *sorted(root.glob("*requirements*.txt")),
        *sorted(root.glob("requirements/*.txt")),
    ]
    return _agreed(match for file in files for match in _EXACT.findall(_text(file)))


def pinned_for(root: Path, files: Iterable[Path]) -> str:
    """The version that is pinned in `root`, else in the one folder below it, above the files, in which one is."""
    below = dict.fromkeys(folder for file in files for folder in file.parents if root in folder.parents)
    return pinned(root) or _agreed(pinned(folder) for folder in below)


def _agreed(versions: Iterable[str]) -> str:
    """The version that all agree on who name one; "" where they differ, or nobody does."""
    found = set(versions) - {""}
    return found.pop() if len(found) == 1 else ""


def parts(version: str) -> tuple[int, ...]:
    """The numbers of a version: "5.6.2" is (5, 6, 2); () for "" and for what is no version."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > _MAX_BYTES:
            return ""
        return file.read_text("utf-8", errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""
