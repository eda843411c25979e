"""The text of the files that findings speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

__all__ = ["Lines", "source_lines"]

_COOKIE = rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)"


Lines = Callable[[str], Sequence[str]]


def source_lines(root: Path) -> Lines:
    """Path under `root` → the lines of that file, without their ends; each file is read once, none where it cannot."""

    @cache
    def lines(path: str) -> tuple[str, ...]:
        return _lines(root / path)

    return lines


def _lines(path: Path) -> tuple[str, ...]:
    try:
        content = path.read_bytes()
    except OSError:
        return ()
    # As Python counts lines; str.splitlines knows more ends than that.
    return tuple(_decoded(content).replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _decoded(content: bytes) -> str:
    for line in content.split(b"\n", 2)[:2]:
        cookie = re.match(_COOKIE, line) if b"coding" in line else None
        if cookie is None:
            continue
        try:
            return content.decode(cookie[1].decode("ascii"), errors="replace")
        except LookupError:
            break
    return content.decode("utf-8-sig", errors="replace")
