"""Where a report is written, and whether in colour."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from celerykit.errors import UsageError

__all__ = ["close_quietly", "is_terminal", "wants_colour", "write"]


def is_terminal() -> bool:
    """Whether somebody reads stdout as it is written."""
    return sys.stdout.isatty()


def wants_colour() -> bool:
    """Colour goes to terminals; NO_COLOR forbids it and FORCE_COLOR asks for it, in that order."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return is_terminal() and os.environ.get("TERM") != "dumb"


def write(text: str, to: Path | None = None) -> None:
    """Write to a file, or to stdout: whole, in the bytes that its reader can take.

    That the reader of stdout went away is no failure of the run.
    """
    if to is None:
        _to_stdout(text)
        return
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {to}: {error.strerror}") from None


def close_quietly() -> None:
    """After the reader of stdout went away: nothing more is written, and Python's last flush does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _to_stdout(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        close_quietly()
