from __future__ import annotations

from pathlib import Path

import pytest
from celery.exceptions import ImproperlyConfigured

from tests.rules.proofs.apps import client


def test_no_other_backend_reads_it(tmp_path: Path) -> None:
    with client(result_backend=f"file://{tmp_path}", cache_backend="no-such-cache") as app:
        app.backend.store_result("some-id", 4, "SUCCESS")
        assert app.AsyncResult("some-id").state == "SUCCESS"


def test_the_cache_does() -> None:
    with client(result_backend="cache", cache_backend="no-such-cache") as app, pytest.raises(ImproperlyConfigured):
        app.send_task("proof.add")
