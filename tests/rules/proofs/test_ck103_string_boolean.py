from __future__ import annotations

from tests.rules.proofs.apps import client


def test_false_as_a_text_runs_the_task_in_the_process_that_sends_it() -> None:
    with client(task_always_eager="False") as app:

        @app.task
        def add(x: int, y: int) -> int:
            return x + y

        assert add.delay(2, 2).get() == 4
