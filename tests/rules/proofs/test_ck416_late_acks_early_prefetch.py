from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs, waiting
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

# Runs until there is a file called "go".
TASKS = """
@app.task(name="proof.wait")
def wait():
    ran()
    while not RUNS.with_name("go").exists():
        time.sleep(0.05)
"""


@pytest.mark.parametrize(("settings", "held"), [({}, 4), ({"worker_prefetch_multiplier": 1}, 1)])
def test_a_worker_holds_messages_behind_a_task_that_runs(
    redis_url: str, tmp_path: Path, settings: dict[str, int], held: int
) -> None:
    folder = program(tmp_path, TASKS, redis_url, task_acks_late=True, **settings)
    with client(redis_url) as app:
        for _ in range(6):
            app.send_task("proof.wait")
    with running_worker(cwd=folder, args=["--concurrency=1"]):
        eventually(lambda: runs(tmp_path) == 1 and waiting(redis_url, "unacked") == held, limit=LIMIT)
        assert waiting(redis_url) == 6 - held
        (tmp_path / "go").touch()
