"""Commands in a terminal: what somebody sees who types them."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.workers import celery_environment

__all__ = ["in_terminal"]

LIMIT = 90.0  # seconds for all commands of a block, and for what they left running to end
_SEPARATOR = "\x1e"


def in_terminal(commands: list[str], folder: Path) -> list[str]:
    """What each command of one shell prints, both streams, in the order of their lines.

    A command that ends in `&` runs until all are done, and is then told to end; what it prints is not kept.
    """
    steps = [f"{_quiet(command)}\ncode=$?; printf '{_SEPARATOR}'; (exit $code)\n" for command in commands]
    script = "".join([*steps, "kill $(jobs -p) 2> /dev/null\nwait\n"])
    reading, writing = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "-c", script],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=writing,
        start_new_session=True,
    )
    os.close(writing)
    late = threading.Timer(LIMIT, _kill, [shell.pid])
    late.start()
    try:
        said = _all_of(reading)
        shell.wait(LIMIT)
    finally:
        late.cancel()
        _kill(shell.pid)
        os.close(reading)
    return said.replace("\r\n", "\n").split(_SEPARATOR)[: len(commands)]


def _quiet(command: str) -> str:
    return f"{command[:-1].rstrip()} > background.log 2>&1 &" if command.endswith("&") else command


def _environment() -> dict[str, str]:
    """That of somebody in the virtual environment that these tests run in, at a terminal without colours."""
    home = Path(sys.executable).parent
    path = f"{home}{os.pathsep}{os.environ['PATH']}"
    return celery_environment({"PATH": path, "VIRTUAL_ENV": str(home.parent), "TERM": "dumb", "COLUMNS": "120"})


def _all_of(screen: int) -> str:
    """All that is written until the last process has left the terminal."""
    said = b""
    # Linux answers with EIO at the end of a terminal.
    with suppress(OSError):
        while piece := os.read(screen, 65536):
            said += piece
    return said.decode(errors="replace")


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
