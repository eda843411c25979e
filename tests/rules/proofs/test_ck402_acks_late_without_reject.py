from __future__ import annotations

from pathlib import Path

import pytest
from billiard.exceptions import WorkerLostError

from tests.rules.proofs.apps import LIMIT, client, program, runs, waiting
from tests.rules.proofs.fates import fate
from tests.workers import LOST, eventually, running_worker

# Kills its own process the first time.
TASKS = """
@app.task(name="proof.fall")
def fall():
    if ran() == 1:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.servers
def test_a_task_whose_process_is_killed_is_gone(redis_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path, TASKS, redis_url, task_acks_late=True, worker_lost_wait=LOST)
    with running_worker(cwd=folder) as worker:
        with client(redis_url) as app:
            app.send_task("proof.fall")
        eventually(lambda: "WorkerLostError" in worker.output(), limit=LIMIT)
        eventually(lambda: waiting(redis_url, "unacked") == 0, limit=LIMIT)
        assert waiting(redis_url) == 0
        assert runs(tmp_path) == 1


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("task_reject_on_worker_lost", ["put back"]),
        ("task_retry_on_worker_lost", ["sent again", "RETRY", "acknowledged"]),
    ],
)
def test_it_comes_back_where_that_is_asked_for(setting: str, told: list[str]) -> None:
    assert fate(WorkerLostError("killed"), task_acks_late=True, **{setting: True}) == told
