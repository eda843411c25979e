from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.mail", rate_limit="1/h")
def mail():
    ran()
"""


def test_all_run_at_once(redis_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path, TASKS, redis_url, worker_disable_rate_limits=True)
    with client(redis_url) as app, running_worker(cwd=folder, args=["--pool=solo"]):
        for _ in range(3):
            app.send_task("proof.mail")
        eventually(lambda: runs(tmp_path) == 3, limit=LIMIT, what="three in an hour that allows one")
