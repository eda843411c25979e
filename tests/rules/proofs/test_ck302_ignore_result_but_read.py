from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.add", ignore_result=True)
def add():
    ran()
"""


def test_a_task_that_has_run_stays_pending(redis_urls: tuple[str, str], tmp_path: Path) -> None:
    broker, backend = redis_urls
    with running_worker(cwd=program(tmp_path, TASKS, broker, backend)) as worker, client(broker, backend) as app:
        sent = app.send_task("proof.add")
        eventually(lambda: "succeeded" in worker.output(), limit=LIMIT)
        assert runs(tmp_path) == 1
        assert app.AsyncResult(sent.id).state == "PENDING"


def test_the_sender_gets_none_at_once() -> None:
    with client(backend="cache+memory://", task_ignore_result=True) as app:

        @app.task
        def add() -> int:
            return 4

        assert add.delay().get(timeout=1) is None
