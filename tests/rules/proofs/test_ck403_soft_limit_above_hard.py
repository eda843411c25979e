from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


def test_sending_the_task_raises() -> None:
    with client(task_time_limit=300) as app:

        @app.task(soft_time_limit=600)
        def add() -> None: ...

        with pytest.raises(ValueError, match="soft_time_limit must be less than or equal to time_limit"):
            add.delay()
