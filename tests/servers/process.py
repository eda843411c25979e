"""Starting a program for the length of a test run, or of a test."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

GUARD = Path(__file__).with_name("guard.py")
# Debian keeps servers out of the PATH of users, and PostgreSQL's programs in a folder for each version.
FOLDERS = ("/usr/lib/rabbitmq/bin", "/usr/lib/postgresql/*/bin", "/usr/sbin")
PORTS = range(20000, 32768)  # below Linux's and macOS's range for outgoing connections
PACE = 0.05  # seconds between two looks at a condition
STOPPING = 30.0  # seconds: longer than the guard itself waits
TAIL = 60  # lines of a log that are shown

# Nobody has had a use for them since 1990, and only root may take them.
_CLOSED = itertools.cycle(range(1, 7))

T = TypeVar("T")


class ServerMissing(Exception):
    """A program that the tests need is not installed."""


class NotInTime(AssertionError):
    """What was waited for did not come about."""


def eventually(condition: Callable[[], T], *, limit: float = 10.0, what: str = "") -> T:
    """The first true answer of `condition`, asked again and again; NotInTime after `limit` seconds.

    what: the thing waited for, for the error.
    """
    end = time.monotonic() + limit
    while not (answer := condition()):
        if time.monotonic() > end:
            raise NotInTime(f"not within {limit:g} s: {what or condition}; the last answer was {answer!r}")
        time.sleep(PACE)
    return answer


def program(name: str, package: str) -> str:
    """The path of an installed program; ServerMissing names Debian's package for it."""
    places = [str(folder) for pattern in FOLDERS for folder in sorted(Path("/").glob(pattern[1:]), reverse=True)]
    # Debian's wrapper for RabbitMQ changes the user and the folder: the folders come before the PATH.
    if found := shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", "")])):
        return found
    raise ServerMissing(f"{name} is not installed: apt-get install {package}, or `make servers`")


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    return free_ports(1)[0]


def closed_port() -> int:
    """A port of 127.0.0.1 on which nobody listens, nor will: another run may take a free one at any time."""
    return next(_CLOSED)


def free_ports(count: int) -> list[int]:
    """So many different ports of 127.0.0.1 on which nobody listens.

    None is of the range from which the system serves outgoing connections: a client that knocks at the closed port of
    a killed server would otherwise be connected to itself one day, and keep the server from coming back.
    """
    ports: list[int] = []
    with contextlib.ExitStack() as kept:
        while len(ports) < count:
            port, listener = PORTS.start + secrets.randbelow(len(PORTS)), kept.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                listener.bind(("127.0.0.1", port))
                ports.append(port)
    return ports


def listens(port: int) -> bool:
    """Whether somebody accepts connections on that port of 127.0.0.1."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def scratch(user: str | None = None) -> Iterator[Path]:
    """A temporary folder, of another user where one is named (pytest's own are closed to all but us)."""
    with tempfile.TemporaryDirectory(prefix="celerykit-", ignore_cleanup_errors=True) as name:
        if user:
            shutil.chown(name, user, user)
        yield Path(name)


def as_user(user: str | None) -> list[str]:
    """The words before a command that run it as another user; none where None."""
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []


@dataclass
class Running:
    """A program that runs. pid: its own process id. log: the file with all that it wrote."""

    pid: int
    log: Path
    guard: subprocess.Popen[str]

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.guard.poll() is None

    def output(self) -> str:
        """All that it wrote so far."""
        return self.log.read_text(errors="replace")

    def tail(self) -> str:
        """The end of what it wrote, to be shown."""
        return "\n".join(self.output().splitlines()[-TAIL:])

    def until(self, condition: Callable[[], T], *, limit: float, what: str) -> T:
        """Waits for `condition`; NotInTime, with the end of the log, when time is up or the program has ended."""
        try:
            answer = eventually(lambda: condition() or not self.alive(), limit=limit, what=what)
        except NotInTime as error:
            raise NotInTime(f"{error}\n{self.tail()}") from None
        if not self.alive():
            raise NotInTime(f"ended before it was ready: {what}\n{self.tail()}")
        return answer  # type: ignore[return-value]  # the condition's own, as the program is alive

    def kill(self, how: signal.Signals) -> None:
        """Sends a signal, to its children too where nothing can catch it, and waits until it has ended."""
        (os.killpg if how is signal.SIGKILL else os.kill)(self.pid, how)
        self.guard.wait(STOPPING)
        self.stop()

    def dismiss(self) -> None:
        """Has it ended, and does not wait."""
        assert self.guard.stdin
        self.guard.stdin.close()

    def stop(self) -> None:
        """Ends it, and waits until it has ended."""
        assert self.guard.stdout
        self.dismiss()
        self.guard.stdout.close()
        self.guard.wait(STOPPING)


def launch(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    how: signal.Signals = signal.SIGTERM,
) -> Running:
    """Runs a command until it is stopped; it ends too when this process is killed.

    log: the file to whose end its output goes. env: all of its environment, ours where None. how: the signal that asks
    it to stop.
    """
    guard = subprocess.Popen(
        [sys.executable, "-I", str(GUARD), how.name, str(log), *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=env,
        start_new_session=True,
    )
    assert guard.stdout
    return Running(int(guard.stdout.readline()), log, guard)


@contextmanager
def started(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    how: signal.Signals = signal.SIGTERM,
) -> Iterator[Running]:
    """The same, until the block ends."""
    running = launch(command, log=log, cwd=cwd, env=env, how=how)
    try:
        yield running
    finally:
        running.stop()
