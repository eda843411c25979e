from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, waiting
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers


def test_a_worker_throws_away_what_it_does_not_know(redis_url: str, tmp_path: Path) -> None:
    with running_worker(cwd=program(tmp_path, "", redis_url), args=["--pool=solo"]) as worker:
        with client(redis_url) as app:
            app.send_task("other.add")
        eventually(lambda: "Received unregistered task of type 'other.add'" in worker.output(), limit=LIMIT)
        eventually(lambda: waiting(redis_url, "unacked") == 0, limit=LIMIT)
        assert waiting(redis_url) == 0
