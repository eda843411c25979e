"""The supervisor starts again what ends, counts it, and takes everything down with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.journal import lines
from tests.chaos.plan import Fault
from tests.chaos.setup import Setup
from tests.chaos.workers import ROOT, Workers, environment
from tests.servers.process import eventually, started

# A main process with one child, as a worker with its pool.
WORKER = (
    "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print('worker ready.', flush=True); child.wait()"
)


@contextmanager
def supervised(folder: Path, code: str) -> Iterator[Workers]:
    setup = Setup(folder, None, "memory://", "cache+memory://")
    setup.write()
    command = [sys.executable, "-m", "tests.chaos.supervise", "1", sys.executable, "-c", code]
    with started(command, log=folder / "supervisor", cwd=ROOT, env=environment(setup)):
        yield Workers(setup)


def noted(workers: Workers, what: str) -> list[str]:
    return [words[2] for words in lines(workers.setup.workers) if words[1] == what]


def is_gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_worker_that_ends_is_started_again_and_counted(tmp_path: Path) -> None:
    with supervised(tmp_path, "raise SystemExit(3)") as workers:
        eventually(lambda: len(noted(workers, "up")) >= 3, limit=20, what="it was started three times")
        assert workers.exits() >= 2
        assert {words[3] for words in lines(workers.setup.workers) if words[1] == "down"} == {"3"}


def test_a_worker_that_was_killed_takes_its_pool_along_and_is_not_counted(tmp_path: Path) -> None:
    with supervised(tmp_path, WORKER) as workers:
        (first,) = workers.wait(1)
        assert workers.strike(Fault("worker", 1, 0.5)) == f"worker {first} with 1 processes"
        (second,) = workers.wait(1)
        assert second != first
        assert noted(workers, "down") == [str(first)]
        assert workers.exits() == 0


def test_a_killed_child_is_one_of_a_worker_that_is_ready(tmp_path: Path) -> None:
    with supervised(tmp_path, WORKER) as workers:
        (first,) = workers.wait(1)
        child = int(workers.strike(Fault("child", 1, 0.5)).split()[-1])
        eventually(lambda: is_gone(child), what="the child is gone")
        eventually(lambda: noted(workers, "down") == [str(first)], what="its worker noticed")


def test_all_workers_end_with_the_supervisor(tmp_path: Path) -> None:
    with supervised(tmp_path, WORKER) as workers:
        (main,) = workers.wait(1)
        os.kill(main, 0)
    eventually(lambda: is_gone(main), what="the worker is gone")
