from __future__ import annotations

import subprocess
import sys

from tests.workers import celery_environment

# In a process of its own: without an app Celery makes one, and keeps it.
PROGRAM = """
from celery import shared_task

@shared_task
def bill(): ...

print(bill.app.connection_for_write().as_uri(), type(bill.app.backend).__name__)
"""


def test_without_an_app_a_shared_task_goes_to_localhost() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=celery_environment(), capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["amqp://guest:**@localhost:5672//", "DisabledBackend"]
