from __future__ import annotations

from typing import Any

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.filterwarnings("ignore:Results are not stored in backend")
@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({"task_always_eager": True}, "PENDING"),
        ({"task_always_eager": True, "task_store_eager_result": True}, "SUCCESS"),
    ],
)
def test_the_id_of_an_eager_task(settings: Any, state: str) -> None:
    with client(backend="cache+memory://", **settings) as app:

        @app.task(name="proof.add")
        def add() -> int:
            return 4

        assert app.AsyncResult(add.delay().id).state == state
