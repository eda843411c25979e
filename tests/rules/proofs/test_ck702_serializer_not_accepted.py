from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs, waiting
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.add")
def add():
    ran()
"""


def test_the_worker_refuses_the_message_and_drops_it(redis_url: str, tmp_path: Path) -> None:
    with (
        running_worker(cwd=program(tmp_path, TASKS, redis_url, accept_content=["json"])) as worker,
        client(redis_url) as app,
    ):
        app.send_task("proof.add", serializer="yaml")
        eventually(lambda: "Refusing to deserialize" in worker.output(), limit=LIMIT)
        eventually(lambda: waiting(redis_url, "unacked") == 0, limit=LIMIT)
        assert waiting(redis_url) == 0
        assert runs(tmp_path) == 0
