from __future__ import annotations

from typing import Any

import pytest
from billiard.einfo import ExceptionInfo
from celery.app.trace import build_tracer

from tests.rules.proofs.apps import client


def ran(*, tracked: bool) -> tuple[bool, object]:
    """Whether a task runs whose start cannot be stored, and what a worker is told of it."""
    seen: list[bool] = []
    with client(backend="cache+memory://", task_track_started=tracked) as app:

        @app.task(name="proof.add", shared=False)
        def add() -> None:
            seen.append(True)

        app.finalize()
        store = app.backend.store_result

        def stored(task_id: str, result: object, state: str, *args: Any, **words: Any) -> Any:
            if state == "STARTED":  # the results are away, and back a moment later
                raise ConnectionError("gone")
            return store(task_id, result, state, *args, **words)

        app.backend.store_result = stored
        told = build_tracer(add.name, add, app=app)(
            "one", (), {}, {"id": "one", "is_eager": False, "delivery_info": {}}
        )
        return bool(seen), told.retval


def test_a_task_whose_start_cannot_be_stored_has_failed_before_it_ran() -> None:
    with pytest.warns(RuntimeWarning, match="Exception raised outside body: ConnectionError"):
        has_run, told = ran(tracked=True)
    assert not has_run
    assert isinstance(told, ExceptionInfo)


def test_it_runs_where_its_start_is_not_stored() -> None:
    assert ran(tracked=False) == (True, None)
