from __future__ import annotations

import os
import pickle
import sqlite3
from pathlib import Path

import pytest

from tests.rules.proofs.apps import client


class Trap:
    """Makes a folder when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.folder),)


@pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated")
def test_what_looks_like_a_pickle_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "results.db"
    with client(result_backend=f"db+sqlite:///{file}", accept_content=["json"], result_accept_content=["json"]) as app:
        app.backend.store_result("some-id", 1, "SUCCESS")
        with sqlite3.connect(file) as database:
            trap = pickle.dumps(Trap(tmp_path / "proof"))
            database.execute("update celery_taskmeta set result = ? where task_id = 'some-id'", (trap,))
        database.close()
        app.backend.get_task_meta("some-id", cache=False)
        assert (tmp_path / "proof").is_dir()
        app.backend.ResultSession().bind.dispose()
