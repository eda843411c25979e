"""The Celery app under fire, for its workers and its publisher."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from celery import Celery, Task

import celerykit
from tests.chaos.journal import note
from tests.chaos.plan import POISON
from tests.chaos.setup import INTENT, VARIABLE, Setup

setup = Setup.read(Path(os.environ[VARIABLE]))
app = Celery("chaos")
if setup.profile is None:
    app.conf.update(broker_url=setup.broker_url, result_backend=setup.result_backend, **setup.settings)
else:
    app.config_from_object(
        celerykit.load_profile(
            setup.profile,
            intent=INTENT,
            app_name="chaos",
            broker_url=setup.broker_url,
            result_backend=setup.result_backend,
            **setup.settings,  # type: ignore[arg-type]  # read from a file
        )
    )


@app.task(bind=True, name="chaos.work")  # type: ignore[untyped-decorator]  # Celery ships no types
def work(self: Task, seconds: float) -> None:
    note(setup.runs, "started", self.request.id, os.getpid())
    if self.request.id.startswith(POISON):
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(seconds)
    note(setup.runs, "finished", self.request.id, os.getpid())
