from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program
from tests.workers import running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.render", time_limit=0)
def render():
    time.sleep(60)
"""


def test_a_limit_of_zero_does_not_lift_the_one_of_all_tasks(redis_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path, TASKS, redis_url, task_time_limit=1)
    with client(redis_url) as app, running_worker(cwd=folder, args=["--concurrency=1"]) as worker:
        app.send_task("proof.render")
        worker.until(lambda: "TimeLimitExceeded(1" in worker.output(), limit=LIMIT, what="the task is killed")
