"""A worker whose tasks end well, end badly, take long or tell nothing, for tests of what becomes of a task."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from celery import Celery

from celerykit.live.system import System, system_of
from celerykit.live.task_fate import Fate, fate
from tests.live.redis_states import client, sender
from tests.rules.build import project
from tests.servers.redis import RedisServer
from tests.workers import Running, running_worker

__all__ = ["SECRET", "TaskCrew", "task_crew"]

SECRET = "geheim"
"""What one of the tasks says when it fails."""
APP = """
import os, pathlib, time
from celery import Celery

app = Celery("crew", broker=os.environ["BROKER"], backend=os.environ["RESULTS"])
app.conf.update(result_extended=True, task_track_started=True, worker_prefetch_multiplier=2)


@app.task(name="crew.add")
def add(x, y):
    return x + y


@app.task(name="crew.fail")
def fail():
    raise ValueError("geheim")


@app.task(name="crew.ignored", ignore_result=True)
def ignored():
    pass


@app.task(name="crew.rest")
def rest(path):
    while not pathlib.Path(path).exists():
        time.sleep(0.05)
"""


@dataclass
class TaskCrew:
    """A worker of one process on the queue celery. app: sends to it. system: as the doctor sees it."""

    app: Celery
    worker: Running
    asked: redis.Redis
    system: System
    written: dict[str, Any]

    def fate(self, task_id: str) -> Fate:
        return fate(self.system, task_id)

    def send(self, name: str, *args: object, **how: Any) -> str:
        return str(self.app.send_task(name, args, **how).id)

    def fate_with(self, task_id: str, **settings: Any) -> Fate:
        """The fate for a configuration that says something else."""
        # With another limit than the crew's: kombu gives equal connections one pool, which the end of either closes.
        with system_of(project(**{**self.written, **settings}), limit=1.9) as system:
            return fate(system, task_id)


@contextmanager
def task_crew(server: RedisServer, folder: Path) -> Iterator[TaskCrew]:
    """Runs the worker until the block ends."""
    broker, results = server.fresh_pair()
    (folder / "celery_app.py").write_text(APP)
    routes = {"crew.idle": {"queue": "idle"}}
    written: dict[str, Any] = {"broker_url": broker, "result_backend": results, "task_routes": routes}
    args = ["-c1", "-n", "one@h", "--without-mingle", "--without-gossip"]
    with (
        running_worker(cwd=folder, env={"BROKER": broker, "RESULTS": results}, args=args) as worker,
        sender(broker, result_backend=results) as app,
        client(server, broker) as asked,
        system_of(project(**written), limit=2.0) as system,
    ):
        yield TaskCrew(app, worker, asked, system, written)
