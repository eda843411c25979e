from __future__ import annotations

from pathlib import Path

from tests.rules.proofs.apps import client
from tests.workers import run

PROGRAM = """
from celery import Celery
app = Celery("proof", broker="memory://", backend="cache+memory://")
app.backend.store_result("some-id", 4, "SUCCESS")
print(app.AsyncResult("some-id").state)
"""


def test_what_another_process_stored_is_pending(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    assert run("program.py", cwd=tmp_path).strip() == "SUCCESS"
    with client(backend="cache+memory://") as app:
        assert app.AsyncResult("some-id").state == "PENDING"


def test_the_same_process_sees_it() -> None:
    with client(backend="cache+memory://") as app:
        app.backend.store_result("some-id", 4, "SUCCESS")
        assert app.AsyncResult("some-id").state == "SUCCESS"
