from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.fetch")
def fetch():
    return 4

@app.task(name="proof.parse")
def parse():
    return fetch.delay().get(timeout=1)
"""


def test_a_worker_raises(redis_urls: tuple[str, str], tmp_path: Path) -> None:
    with running_worker(cwd=program(tmp_path, TASKS, *redis_urls), args=["--pool=solo"]) as worker:
        with client(redis_urls[0]) as app:
            app.send_task("proof.parse")
        eventually(lambda: "Never call result.get() within a task!" in worker.output(), limit=LIMIT)
