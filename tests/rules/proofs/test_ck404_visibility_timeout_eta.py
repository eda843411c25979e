from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.remind", acks_late=False)
def remind():
    ran()
"""
# kombu looks for such messages every hundred seconds only; here it looks each second.
QUICK = {"unacked_restore_interval": 1, "unacked_restore_throttle": 1}


def test_a_task_with_a_countdown_runs_once_for_each_delivery(redis_url: str, tmp_path: Path) -> None:
    options = {"visibility_timeout": 1, **QUICK}
    folder = program(tmp_path, TASKS, redis_url, broker_transport_options=options)
    with running_worker(cwd=folder, args=["--pool=threads"]) as worker:
        with client(redis_url) as app:
            sent = app.send_task("proof.remind", countdown=3)
        eventually(lambda: runs(tmp_path) >= 2, limit=LIMIT, what="the task runs twice")
        assert worker.output().count(f"proof.remind[{sent.id}] received") >= 2
