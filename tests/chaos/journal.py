"""What tasks, publisher and supervisor note down, outside broker and result backend: a line a fact, in a file each.

A line is one write to a file opened for appending, so that processes which die at any moment leave whole lines only.
Times are seconds of the machine's monotonic clock, which is one for all its processes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["lines", "note"]


def note(path: Path, *words: object) -> None:
    """Appends a line: the time, then the words, none of which holds a blank."""
    line = " ".join([f"{time.monotonic():.4f}", *map(str, words)]) + "\n"
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)


def lines(path: Path) -> Sequence[list[str]]:
    """The words of each whole line; none where nobody wrote yet."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        return []
    # A line without its end is still being written.
    return [line.split() for line in text[: text.rfind("\n") + 1].splitlines()]
