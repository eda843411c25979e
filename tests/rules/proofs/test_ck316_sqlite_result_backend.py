from __future__ import annotations

from pathlib import Path

import pytest
from celery.exceptions import BackendStoreError

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")


def test_each_folder_has_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    states = []
    for name in ("worker", "web"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        with client(result_backend="db+sqlite:///results.db") as app:
            if name == "worker":
                app.backend.store_result("some-id", 4, "SUCCESS")
            states.append(app.AsyncResult("some-id").state)
    assert states == ["SUCCESS", "PENDING"]


@pytest.mark.parametrize("url", ["db+sqlite://", "db+sqlite:///:memory:"])
def test_a_database_in_memory_has_no_table_at_the_next_connection(url: str) -> None:
    with client(result_backend=url) as app, pytest.raises(BackendStoreError) as raised:
        app.backend.store_result("some-id", 4, "SUCCESS")
    assert "no such table: celery_taskmeta" in str(raised.value.__cause__ or raised.value.__context__)
