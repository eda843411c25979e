from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program
from tests.workers import celery_environment, running_worker

pytestmark = pytest.mark.servers

TASKS = """
@app.task(name="proof.add")
def add():
    return 4
"""
ASK = "import sys; from celery_app import app; print(app.AsyncResult(sys.argv[1]).state)"


def test_another_process_sees_pending_where_the_sender_has_the_result(rabbitmq_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path, TASKS, rabbitmq_url, "rpc://")
    with running_worker(cwd=folder), client(rabbitmq_url, "rpc://") as app:
        sent = app.send_task("proof.add")
        assert sent.get(timeout=LIMIT) == 4
        asked = subprocess.run(
            [sys.executable, "-c", ASK, sent.id],
            cwd=folder,
            env=celery_environment(),
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT,
        )
        assert asked.stdout.strip() == "PENDING"
