"""A worker process, for as long as a block lasts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from celerykit.demo.app import Order
from celerykit.errors import CelerykitError
from celerykit.values.secrets import hide_in_text

__all__ = ["WorkerFailed", "command", "running_worker"]

_APP = "celerykit.demo.worker_app"
_READY_SECONDS = 30
_STOP_SECONDS = 10
_LOOK_SECONDS = 0.05
_LOG_LINES = 40


class WorkerFailed(CelerykitError):
    """The worker of a demo did not start, stopped, or did not finish its tasks in time."""

    def __init__(self, fact: str, log: Path) -> None:
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        last = "\n".join(f"  | {line}" for line in hide_in_text(text).splitlines()[-_LOG_LINES:])
        super().__init__(f"{fact}; the end of its log:\n{last or '  | (empty)'}")


def command(order: Order) -> list[str]:
    """The worker's command line, as one types it."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    queues = ",".join(order.queues)
    return ["celery", "-A", _APP, "worker", "-Q", queues, "-c", "2", "-n", f"{order.queue}@%h", "-l", "INFO", *quiet]


@contextmanager
def running_worker(order: Order, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the worker, wait until it takes tasks, and stop it with all its processes, whatever happens inside.

    Raises WorkerFailed, with the end of the log, where it does not get ready.
    """
    # -P: a celery.py in the working directory is not taken for Celery.
    line = [sys.executable, "-P", "-m", *command(order)]
    with log.open("wb") as to:
        # In a session of its own: Ctrl-C reaches this process alone, which then stops the worker in order.
        worker = subprocess.Popen(  # noqa: S603 (the command is ours)
            line,
            env={**os.environ, **order.variables()},
            stdin=subprocess.DEVNULL,
            stdout=to,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(worker, Path(order.ready), log)
        yield worker
    finally:
        _stop(worker)


def _wait_until_ready(worker: subprocess.Popen[bytes], ready: Path, log: Path) -> None:
    give_up = time.monotonic() + _READY_SECONDS
    while not ready.exists():
        if worker.poll() is not None:
            raise WorkerFailed(f"the worker ended with exit code {worker.returncode} before it was ready", log)
        if time.monotonic() > give_up:
            raise WorkerFailed(f"the worker was not ready after {_READY_SECONDS} s", log)
        time.sleep(_LOOK_SECONDS)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """Warmly first, since a killed worker keeps its messages; then without mercy, its pool processes included."""
    worker.terminate()
    with suppress(subprocess.TimeoutExpired):
        worker.wait(_STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
