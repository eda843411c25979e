from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, task, unknown


def test_a_killed_child_loses_its_task() -> None:
    finding = only("CK402", task_acks_late=True)
    assert finding.severity == "warning"
    assert finding.message.startswith("a task is acknowledged only at its end, but where the process that runs it is")
    assert finding.fix == ("task_retry_on_worker_lost = True (before Celery 5.7: task_reject_on_worker_lost = True)")


def test_the_cure_fits_the_pinned_celery() -> None:
    assert only("CK402", celery="5.6.2", task_acks_late=True).fix == "task_reject_on_worker_lost = True"
    assert only("CK402", celery="5.7.0", task_acks_late=True).fix == "task_retry_on_worker_lost = True"


def test_a_task_of_its_own_accord() -> None:
    finding = only("CK402", celery="5.7.0", tasks=[task("proj.add", acks_late=True), task("proj.mul")])
    assert finding.message.startswith("proj.add is acknowledged")
    assert finding.fix == "retry_on_worker_lost=True"


def test_shows_what_was_switched_off() -> None:
    finding = only("CK402", task_acks_late=True, task_reject_on_worker_lost=False)
    assert labels(finding) == ["acknowledged only at the end", "and not put back when the worker is lost"]


def test_tells_once_what_tasks_share() -> None:
    assert only("CK402", task_acks_late=True, tasks=[task("proj.a"), task("proj.b")])


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"task_acks_late": False},
        {"task_acks_late": unknown("LATE")},
        {"task_acks_late": True, "task_reject_on_worker_lost": True},
        {"task_acks_late": True, "task_retry_on_worker_lost": True},
        {"task_acks_late": True, "task_reject_on_worker_lost": unknown("REJECT")},
        {"task_acks_late": True, "task_reject_on_worker_lost": env("REJECT", "1")},
        {"task_acks_late": True, "worker_pool": "threads"},
        {"task_acks_late": True, "worker_pool": "solo"},
        {"task_acks_late": True, "worker_pool": unknown("POOL")},
        {"task_acks_late": True, "tasks": [task("proj.a", acks_late=False)]},
        {"task_acks_late": True, "tasks": [task("proj.a", reject_on_worker_lost=True)]},
        {"task_acks_late": True, "task_annotations": {"*": {"reject_on_worker_lost": True}}},
        {"complete": False},
    ],
)
def test_is_silent_where_the_task_comes_back_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK402", **words) == []
