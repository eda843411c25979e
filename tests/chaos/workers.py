"""The workers of a run, seen from outside: which are there, and how they are brought down."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.journal import lines
from tests.chaos.plan import Fault
from tests.chaos.setup import VARIABLE, Setup
from tests.servers.process import PACE, eventually, started
from tests.workers import celery_environment

__all__ = ["Workers", "environment", "running_workers"]

ROOT = Path(__file__).parents[2]
COUNT = 2  # workers
POOL = 2  # processes each
READY = 60.0  # seconds that workers may take to be ready: several start at once on a busy machine
GRACE = 2.0  # seconds that an orchestrator waits between SIGTERM and SIGKILL here


@dataclass
class Workers:
    """They run under a supervisor. killed: the process ids of those that were brought down on purpose."""

    setup: Setup
    killed: set[int] = field(default_factory=set)

    def ready(self) -> list[int]:
        """The main processes of the workers that take tasks now."""
        logs: dict[int, str] = {}
        for _, what, pid, detail in lines(self.setup.workers):
            if what == "up":
                logs[int(pid)] = detail
            else:
                logs.pop(int(pid), None)
        return [
            pid
            for pid, log in logs.items()
            if pid not in self.killed and " ready." in (self.setup.folder / log).read_text(errors="replace")
        ]

    def wait(self, count: int = COUNT) -> list[int]:
        """Waits until so many are ready."""
        return eventually(
            lambda: found if len(found := self.ready()) >= count else [], limit=READY, what=f"{count} workers are ready"
        )

    def exits(self) -> int:
        """How many ended without having been brought down."""
        return sum(1 for _, what, pid, _ in lines(self.setup.workers) if what == "down" and int(pid) not in self.killed)

    def strike(self, fault: Fault) -> str:
        """Brings down what the fault is about; says what it was."""
        mains = self.wait(1)
        if fault.kind == "child":
            children = eventually(lambda: [c for m in mains for c in _children(m)], what="a pool has processes")
            child = children[fault.of(len(children))]
            _kill(child)
            return f"pool process {child}"
        main = mains[fault.of(len(mains))]
        self.killed.add(main)
        if fault.kind == "stop":
            os.kill(main, signal.SIGTERM)
            _ended(main, GRACE)
        # A container ends with all that is in it; a main process that is killed alone leaves its pool behind.
        pool = _children(main) if fault.kind != "main" else []
        for pid in (main, *pool):
            _kill(pid)
        return f"worker {main} with {len(pool)} processes"


@contextmanager
def running_workers(setup: Setup) -> Iterator[Workers]:
    """Workers under a supervisor, ready when the block begins; at its end they are stopped, warmly at first."""
    import sys

    celery = [sys.executable, "-m", "celery", "-A", "tests.chaos.program", "worker", "--loglevel=INFO"]
    command = [*celery, f"--concurrency={POOL}", "--hostname=worker-%k@chaos"]
    supervisor = [sys.executable, "-m", "tests.chaos.supervise", str(COUNT), *command]
    with started(supervisor, log=setup.folder / "supervisor", cwd=ROOT, env=environment(setup)) as running:
        workers = Workers(setup)
        try:
            workers.wait()
        except AssertionError as error:
            error.add_note(running.tail())
            raise
        yield workers


def environment(setup: Setup) -> dict[str, str]:
    """Of a worker and of the publisher."""
    return celery_environment({VARIABLE: str(setup.folder / "setup.json")})


def _children(main: int) -> Sequence[int]:
    """The processes that a process started, from Linux's table."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = entry.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if after_name[0] != "Z" and int(after_name[1]) == main:
            found.append(int(entry.parent.name))
    return sorted(found)


def _ended(pid: int, within: float) -> None:
    end = time.monotonic() + within
    while time.monotonic() < end and _alive(pid):
        time.sleep(PACE)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
