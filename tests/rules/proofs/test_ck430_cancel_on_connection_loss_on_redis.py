from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from billiard.einfo import ExceptionInfo
from celery.exceptions import Terminated

from tests.rules.proofs.fates import begun


def ended(*, away: bool) -> list[str]:
    """What becomes of a task that a worker ends, where the results are away at that moment."""
    told: list[str] = []
    with begun(told, task_acks_late=True) as request:
        store = request.task.backend.store_result

        def stored(task_id: str, result: object, state: str, *args: Any, **words: Any) -> Any:
            if away and state == "RETRY":
                raise ConnectionError("gone")
            return store(task_id, result, state)

        request.task.backend.store_result = stored
        try:
            request.cancel(SimpleNamespace(terminate_job=lambda *args: None))
        except ConnectionError:  # a worker logs it, and goes on (celery/worker/consumer/consumer.py)
            told.append("nobody was told")
        try:
            raise Terminated(15)
        except Terminated:  # the process is gone
            request.on_failure(ExceptionInfo())
    return told


def test_a_task_that_is_ended_is_taken_for_revoked_where_results_are_away() -> None:
    assert ended(away=True) == ["nobody was told", "REVOKED", "acknowledged"]


def test_its_message_is_kept_where_results_can_be_stored() -> None:
    assert ended(away=False) == ["RETRY"]
