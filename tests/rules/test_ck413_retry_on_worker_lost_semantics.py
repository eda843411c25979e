from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, task, unknown

RETRY = {"task_acks_late": True, "task_retry_on_worker_lost": True}


def test_a_task_without_a_number_of_retries_comes_back_for_ever() -> None:
    finding = only("CK413", tasks=[task("proj.a", max_retries=None), task("proj.b")], **RETRY)
    assert finding.severity == "warning"
    assert finding.message == (
        "proj.a is retried when its process is killed, with max_retries=None: one that runs out of memory each time "
        "comes back without end"
    )
    assert labels(finding) == ["retried without end", "when its process is killed, too"]


def test_a_word_where_an_early_acknowledged_task_runs_again() -> None:
    finding = only("CK413", task_acks_late=False, task_retry_on_worker_lost=True)
    assert finding.severity == "info"
    assert finding.message.startswith(
        "a task is acknowledged before it runs, yet runs again when its process is killed"
    )


def test_is_silent_where_a_rejection_stands_behind_the_retry() -> None:
    # What cannot be sent again, since the broker is away at that moment, is put back at least: the profiles do so.
    assert found("CK413", task_reject_on_worker_lost=True, **RETRY) == []


@pytest.mark.parametrize(
    "words",
    [
        {},
        RETRY,
        {"task_retry_on_worker_lost": True},
        {"task_acks_late": True, "tasks": [task("proj.a", max_retries=None)]},
        {**RETRY, "tasks": [task("proj.a", max_retries=5)]},
        {**RETRY, "tasks": [task("proj.a", max_retries=unknown("TRIES"))]},
        {**RETRY, "tasks": [task("proj.a", max_retries=None, retry_on_worker_lost=False)]},
        {"task_acks_late": True, "task_retry_on_worker_lost": unknown("RETRY")},
        {"worker_pool": "solo", "task_acks_late": False, "task_retry_on_worker_lost": True},
    ],
)
def test_is_silent_where_it_ends_or_is_meant(words: dict[str, object]) -> None:
    assert found("CK413", **words) == []
