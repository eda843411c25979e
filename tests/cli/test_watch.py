from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.process import celerykit, environment
from tests.servers.process import closed_port, eventually

WATCH = [sys.executable, "-m", "celerykit", "doctor", "celeryconfig", "--select=CK901", "--watch=0.1"]


def write_config(folder: Path) -> int:
    """A broker that nobody runs; another at each call. Whole at once, as it may be read at any time."""
    port = closed_port()
    (folder / "new").write_text(f'broker_url = "redis://127.0.0.1:{port}/0"\n')
    (folder / "new").replace(folder / "celeryconfig.py")
    return port


@pytest.mark.slow
def test_in_a_pipe_it_writes_a_report_at_each_change_and_no_other(tmp_path: Path) -> None:
    before = write_config(tmp_path)
    said, errors = tmp_path / "said", tmp_path / "errors"
    with said.open("w") as out, errors.open("w") as err:
        watching = subprocess.Popen(WATCH, cwd=tmp_path, env=environment(), stdout=out, stderr=err)
        try:
            eventually(lambda: str(before) in said.read_text(), limit=30, what="the first report")
            after = write_config(tmp_path)
            eventually(lambda: "live check" in said.read_text().partition(f":{after}/")[2], limit=30, what="the second")
            watching.send_signal(signal.SIGINT)
            assert watching.wait(30) == 130
        finally:
            watching.kill()
            watching.wait()

    assert said.read_text().count("error CK901") == 2
    assert [line.partition(":")[0] for line in errors.read_text().splitlines() if not line.startswith("looked")] == [
        "new",
        "gone",
    ]


class Screen:
    """A terminal of 100 columns, and all that was written to it."""

    def __init__(self, folder: Path, lines: int = 24) -> None:
        self.end, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 100, 0, 0))
        env = environment(TERM="xterm-256color")
        self.program = subprocess.Popen(WATCH, cwd=folder, env=env, stdin=inner, stdout=inner, stderr=inner)
        os.close(inner)
        os.set_blocking(self.end, False)
        self.written = ""

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self.end)

    def shows(self, text: str) -> Callable[[], bool]:
        def look() -> bool:
            # Nothing to read yet, and Linux's end of a terminal.
            with suppress(BlockingIOError, OSError):
                self.written += os.read(self.end, 65536).decode(errors="replace")
            return text in self.written

        return look


@pytest.mark.slow
def test_in_a_terminal_it_shows_what_is_and_what_changed_until_ctrl_c(tmp_path: Path) -> None:
    before = write_config(tmp_path)
    screen = Screen(tmp_path)
    try:
        eventually(screen.shows(f"127.0.0.1:{before}"), limit=30, what="the first look")
        assert "every 0.1 s; Ctrl-C ends" in screen.written
        assert "changed at" not in screen.written
        after = write_config(tmp_path)
        eventually(screen.shows("gone: error CK901"), limit=30, what="the change")
        assert f"new: error CK901 broker redis://127.0.0.1:{after}/0" in screen.written
        screen.program.send_signal(signal.SIGINT)
        # The screen is given back as it was.
        eventually(screen.shows("\x1b[?1049l"), limit=30, what="the end")
        assert screen.program.wait(30) == 130
    finally:
        screen.close()


@pytest.mark.slow
def test_what_a_low_terminal_cannot_hold_is_said(tmp_path: Path) -> None:
    write_config(tmp_path)
    screen = Screen(tmp_path, lines=5)
    try:
        eventually(screen.shows("more lines: a higher window shows them"), limit=30, what="the first look")
    finally:
        screen.close()


def test_a_target_that_is_taken_for_seconds_is_explained(tmp_path: Path) -> None:
    ran = celerykit("doctor", "--watch", "celeryconfig", cwd=tmp_path)

    assert ran.returncode == 2
    assert "Name TARGET before --watch" in ran.stderr


def test_it_writes_no_file(tmp_path: Path) -> None:
    write_config(tmp_path)

    ran = celerykit("doctor", "celeryconfig", "--output-file", "report", "--watch", cwd=tmp_path)

    assert (ran.returncode, ran.stderr) == (2, "celerykit: --watch writes no file: leave --output-file out\n")
