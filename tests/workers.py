"""Workers for the tests, started as people start them: `celery -A … worker`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.servers.process import NotInTime, Running, eventually, free_port, listens, started

__all__ = [
    "LOST",
    "NotInTime",
    "Running",
    "celery_environment",
    "eventually",
    "free_port",
    "listens",
    "run",
    "running_worker",
    "started",
]

READY = 30.0  # seconds that a worker may take to be ready
# Seconds after which a worker gives up a task whose process died, for `worker_lost_wait`: Celery's own are 10.
LOST = 1.0


def celery_environment(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a program under test: ours without any word about Celery, and `env` on top."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CELERY_", "CELERYKIT_", "C_FORCE_ROOT", "PYTHONWARNINGS"))
    }
    return ours | {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"} | dict(env or {})


@contextmanager
def running_worker(
    app: str = "celery_app:app",
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    args: Sequence[str] = (),
    limit: float = READY,
    how: signal.Signals = signal.SIGKILL,
    python: str = sys.executable,
) -> Iterator[Running]:
    """Runs `celery -A <app> worker <args>` in `cwd`, ready when the block begins, gone when it ends.

    env: on top of our own environment, from which Celery's variables are taken out. limit: seconds to be ready in.
    how: the signal that ends it; an orderly end takes two seconds, for the tests that need one. python: that runs it.
    When the block fails, the end of the worker's log goes with the error. Two processes, unless `args` says otherwise.
    """
    # Mingling asks other workers and waits for a second: there are none, or it is not about them.
    words = [python, "-m", "celery", "-A", app, "worker", "--loglevel=INFO", "--without-mingle"]
    if not any(word.startswith(("-c", "--concurrency", "-P", "--pool")) for word in args):
        words.append("--concurrency=2")
    with (
        TemporaryDirectory(prefix="celerykit-worker-") as folder,
        started([*words, *args], log=Path(folder, "log"), cwd=cwd, env=celery_environment(env), how=how) as worker,
    ):
        worker.until(lambda: " ready." in worker.output(), limit=limit, what=f"the worker of {app} is ready")
        try:
            yield worker
        except BaseException as error:
            error.add_note(f"the worker of {app} wrote last:\n{worker.tail()}")
            raise


def run(script: str, *args: str, cwd: Path, env: Mapping[str, str] | None = None, limit: float = 60.0) -> str:
    """What `python <script> <args>` prints; an error with all that it said when it fails. limit: in seconds."""
    ran = subprocess.run(
        [sys.executable, script, *args],
        cwd=cwd,
        env=celery_environment(env),
        capture_output=True,
        timeout=limit,
        text=True,
    )
    assert ran.returncode == 0, f"{script} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return ran.stdout
