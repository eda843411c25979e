from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


def test_a_time_limit_that_is_a_text_raises_when_the_task_is_sent() -> None:
    with client(task_time_limit="300", task_soft_time_limit=200) as app:

        @app.task
        def add() -> None: ...

        with pytest.raises(TypeError, match="not supported between instances"):
            add.delay()
