from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")


def test_zero_deletes_what_was_stored_just_now(tmp_path: Path) -> None:
    with client(result_backend=f"db+sqlite:///{tmp_path}/results.db", result_expires=0) as app:
        app.backend.store_result("some-id", 4, "SUCCESS")
        assert app.AsyncResult("some-id").state == "SUCCESS"
        app.tasks["celery.backend_cleanup"]()
        assert app.AsyncResult("some-id").state == "PENDING"


def test_none_raises(tmp_path: Path) -> None:
    url = f"db+sqlite:///{tmp_path}/results.db"
    with client(result_backend=url, result_expires=None) as app, pytest.raises(TypeError, match="unsupported operand"):
        app.tasks["celery.backend_cleanup"]()
