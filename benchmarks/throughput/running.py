"""A contestant that runs: a worker, a publisher, and the named pipe by which tasks say that they ran.

A worker that is not measured is stopped (SIGSTOP): publishing is then measured alone, and so is working.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput.contests import Contestant
from benchmarks.throughput.tally import Times
from tests.servers.process import Running, scratch, started
from tests.workers import celery_environment

__all__ = ["Entrant", "NotMeasured", "entered"]

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "benchmarks.throughput.program"
PROCESSES = 2
LIMIT = 60.0  # seconds that anything may take; a hundredth of it is usual


class NotMeasured(Exception):
    """A contestant did not do what was to be measured."""


@dataclass
class Entrant:
    """A contestant whose worker and publisher run. done: our end of the named pipe."""

    contestant: Contestant
    frozen: bool
    worker: Running
    publisher: subprocess.Popen[str]
    log: Path
    done: int

    def run(self, tasks: int) -> Times:
        """Publishes two tasks or more, and has the worker do them; NotMeasured, with what was said, where that fails.

        It ends when the last task has run and its result is there, or at once where results are ignored.
        """
        self._forget()
        begun = time.perf_counter()
        publishing = self._told(self.contestant.way, tasks)
        left = tasks
        if self.frozen:
            self._signal(signal.SIGCONT)
            # What follows the first task: waking up is no work.
            left -= self._wait(1)
            begun = time.perf_counter()
        self._wait(left)
        working = time.perf_counter() - begun
        self._told("result", tasks)
        if self.frozen:
            self._signal(signal.SIGSTOP)
        return Times(publishing / tasks, working / left)

    def _signal(self, what: signal.Signals) -> None:
        try:
            os.killpg(self.worker.pid, what)
        except ProcessLookupError:
            raise NotMeasured(f"the worker has ended\n{self.worker.tail()}") from None

    def _forget(self) -> None:
        while select.select([self.done], [], [], 0)[0]:
            os.read(self.done, 65536)

    def _wait(self, tasks: int) -> int:
        left, end = tasks, time.monotonic() + LIMIT
        while left > 0:
            if not select.select([self.done], [], [], max(0.0, end - time.monotonic()))[0]:
                raise NotMeasured(f"{left} of {tasks} tasks did not run within {LIMIT:g} s\n{self.worker.tail()}")
            left -= len(os.read(self.done, left))
        return tasks

    def _told(self, what: str, tasks: int) -> float:
        stdin, stdout = self.publisher.stdin, self.publisher.stdout
        assert stdin
        assert stdout
        answer = ""
        # An error: it ended before it was told.
        with suppress(OSError):
            print(what, tasks, file=stdin, flush=True)
            if not select.select([stdout], [], [], LIMIT)[0]:
                raise NotMeasured(f"the publisher needs more than {LIMIT:g} s to {what} {tasks}\n{self._said()}")
            answer = stdout.readline()
        if not answer:
            raise NotMeasured(f"the publisher ended at: {what} {tasks}\n{self._said()}")
        return float(answer)

    def _said(self) -> str:
        return self.log.read_text(errors="replace").strip()


@contextmanager
def entered(contestant: Contestant, *, broker_url: str, result_backend: str, frozen: bool) -> Iterator[Entrant]:
    """Starts a worker and a publisher in a folder of their own, and ends them with the block.

    They are not ready yet; the first run waits for that, so that many start side by side.
    """
    with scratch() as folder:
        pipe = folder / "done"
        os.mkfifo(pipe)
        env = _environment(contestant, broker_url, result_backend) | {"BENCH_DONE": str(pipe)}
        words = [sys.executable, "-m", "celery", "-A", f"{PROGRAM}:app", "worker", f"--concurrency={PROCESSES}"]
        # Open at both ends, so that reading never meets the end of the file.
        done = os.open(pipe, os.O_RDWR)
        try:
            with (
                # Killed, as a stopped process does not hear of SIGTERM, and nothing is to be kept.
                started(
                    [*words, *contestant.worker], log=folder / "log", cwd=folder, env=env, how=signal.SIGKILL
                ) as worker,
                _publisher(folder, env) as publisher,
            ):
                yield Entrant(contestant, frozen, worker, publisher, folder / "publisher.log", done)
        finally:
            os.close(done)


def _environment(contestant: Contestant, broker_url: str, result_backend: str) -> dict[str, str]:
    words = {
        "profile": contestant.profile,
        "intent": dict(contestant.intent),
        "settings": {"broker_url": broker_url, "result_backend": result_backend, **contestant.settings},
    }
    return celery_environment({"PYTHONPATH": str(ROOT), "BENCH_APP": json.dumps(words)})


@contextmanager
def _publisher(folder: Path, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", PROGRAM]
    pipe = subprocess.PIPE
    with (folder / "publisher.log").open("wb") as log:
        process = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=log, text=True, cwd=folder, env=env)
    try:
        yield process
    finally:
        process.kill()
        # Closes the pipes too, and waits.
        process.communicate()
