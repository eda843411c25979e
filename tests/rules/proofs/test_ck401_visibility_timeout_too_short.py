from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

# Runs until it has been started a second time, a minute at most.
TASKS = """
@app.task(name="proof.render", acks_late=True, time_limit=60)
def render():
    started = ran()
    while started < 2 and RUNS.read_text().count("run") < 2:
        time.sleep(0.1)
"""
# kombu looks for such messages every hundred seconds only; here it looks each second.
QUICK = {"unacked_restore_interval": 1, "unacked_restore_throttle": 1}


def test_a_task_that_still_runs_is_started_a_second_time(redis_url: str, tmp_path: Path) -> None:
    options = {"visibility_timeout": 3, **QUICK}
    with running_worker(cwd=program(tmp_path, TASKS, redis_url, broker_transport_options=options)) as worker:
        with client(redis_url) as app:
            sent = app.send_task("proof.render")
        eventually(lambda: runs(tmp_path) == 2, limit=LIMIT, what="the task runs twice")
        assert worker.output().count(f"proof.render[{sent.id}] received") == 2
