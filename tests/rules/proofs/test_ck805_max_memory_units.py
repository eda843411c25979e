from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.where")
def where():
    with pathlib.Path(__file__).with_name("pids").open("a") as file:
        file.write(f"{os.getpid()}\\n")
    ran()
"""


def test_a_number_of_megabytes_replaces_the_process_after_every_task(redis_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path, TASKS, redis_url, worker_max_memory_per_child=200, worker_concurrency=1)
    with client(redis_url) as app, running_worker(cwd=folder, args=["--concurrency=1"]):
        for number in (1, 2):
            app.send_task("proof.where")
            eventually(lambda number=number: runs(tmp_path) == number, limit=LIMIT, what="the task ran")
        first, second = (folder / "pids").read_text().split()
        assert first != second
