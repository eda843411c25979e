"""A program with a schedule, its worker and its beats, for the tests of live checks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.live.crews import listening
from tests.servers.process import Running, started
from tests.workers import celery_environment, running_worker

__all__ = ["MODULE", "SCHEDULE", "beat", "program", "says", "worker"]

# A name that no other program on the machine has, be it that of tests which run side by side.
MODULE = f"celerykit_rota_{os.getpid()}"
_APP = """
import os

from celery import Celery

app = Celery("rota", broker=os.environ["CELERY_BROKER_URL"])
app.conf.beat_schedule = {"clean": {"task": "rota.clean", "schedule": 3600.0}}


@app.task(name="rota.clean")
def clean():
    pass
"""
SCHEDULE: Mapping[str, Any] = {"clean": {"task": "rota.clean", "schedule": 3600.0}}
READY = 30.0  # seconds that a beat may take to start


def says(url: str, **settings: Any) -> dict[str, Any]:
    """What is known of the program without running it, as `tests.live.build.found` takes it."""
    return {"broker_url": url, "beat_schedule": dict(SCHEDULE), "app": f"{MODULE}:app", **settings}


def program(folder: Path) -> Path:
    """Its folder, written."""
    folder.mkdir(exist_ok=True)
    (folder / f"{MODULE}.py").write_text(_APP)
    return folder


@contextmanager
def beat(url: str, folder: Path, *args: str) -> Iterator[Running]:
    """Runs `celery beat` in this folder."""
    words = [sys.executable, "-m", "celery", "-A", MODULE, "beat", "--loglevel=INFO", *args]
    env, before = celery_environment({"CELERY_BROKER_URL": url}), listening(url)
    with (
        TemporaryDirectory(prefix="celerykit-rota-") as logs,
        started(words, log=Path(logs, "log"), cwd=folder, env=env) as running,
    ):
        running.until(lambda: "beat: Starting..." in running.output(), limit=READY, what="the beat has started")
        if "--enable-remote-control" in args:
            running.until(lambda: listening(url) > before, limit=READY, what="the beat listens")
        yield running


@contextmanager
def worker(url: str, folder: Path, *args: str) -> Iterator[Running]:
    """Runs a worker of the program."""
    with running_worker(MODULE, cwd=folder, env={"CELERY_BROKER_URL": url}, args=["--pool=solo", *args]) as running:
        yield running
