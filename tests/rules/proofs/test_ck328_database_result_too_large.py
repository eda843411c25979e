from __future__ import annotations

import pytest
from celery.exceptions import BackendStoreError

from tests.rules.proofs.apps import client

pytestmark = [
    pytest.mark.servers,
    pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated"),
]


def test_a_result_above_64_kb_is_refused(mariadb_url: str) -> None:
    with client(result_backend=f"db+{mariadb_url}") as app:
        app.backend.store_result("small", "x" * 60_000, "SUCCESS")
        assert app.AsyncResult("small").state == "SUCCESS"
        with pytest.raises(BackendStoreError):
            app.backend.store_result("large", "x" * 70_000, "SUCCESS")
        assert app.AsyncResult("large").state == "PENDING"
