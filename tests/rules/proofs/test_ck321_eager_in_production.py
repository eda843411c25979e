from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("eager", [True, "False"])
def test_tasks_run_where_they_are_called(eager: object) -> None:
    ran = []
    with client(task_always_eager=eager) as app:

        @app.task(name="proof.add")
        def add() -> None:
            ran.append("here")

        add.apply_async(countdown=3600)
        assert ran == ["here"]


def test_a_task_by_name_is_sent_all_the_same() -> None:
    ran = []
    with client(task_always_eager=True) as app:

        @app.task(name="proof.add")
        def add() -> None:
            ran.append("here")

        with pytest.warns(Warning, match="always_eager"):
            app.send_task("proof.add")
        assert ran == []
