from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, waiting
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

MAIL = """
from celery_app import app

@app.task
def send(): ...
"""


def test_a_worker_throws_the_message_away(redis_url: str, tmp_path: Path) -> None:
    (tmp_path / "mail.py").write_text(MAIL)
    with running_worker(cwd=program(tmp_path, "", redis_url)) as worker, client(redis_url) as app:
        app.send_task("mail.send")
        eventually(lambda: "Received unregistered task of type 'mail.send'" in worker.output(), limit=LIMIT)
        eventually(lambda: waiting(redis_url, "unacked") == 0, limit=LIMIT)
        assert waiting(redis_url) == 0


def test_a_worker_that_includes_it_runs_it(redis_url: str, tmp_path: Path) -> None:
    (tmp_path / "mail.py").write_text(MAIL)
    with running_worker(cwd=program(tmp_path, "", redis_url, include=["mail"])) as worker, client(redis_url) as app:
        app.send_task("mail.send")
        eventually(lambda: "succeeded" in worker.output(), limit=LIMIT)
