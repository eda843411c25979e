from __future__ import annotations

import subprocess
import sys

from tests.workers import celery_environment

# In a process of its own: to build a worker changes Celery's global state.
PROGRAM = """
from celery import Celery
app = Celery("proof", broker="memory://", include="json")
app.WorkController(pool="solo", app=app)
print(*app.conf.include)
"""


def test_the_worker_takes_the_text_apart() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=celery_environment(), capture_output=True, text=True, check=True
    )
    assert {"j", "s", "o", "n"} <= set(run.stdout.split())
