from __future__ import annotations

import pytest

from tests.rules.build import deployed, env, found, labels, only, process, task, unknown


def test_a_killed_child_loses_its_task() -> None:
    finding = only("CK402", task_acks_late=True)
    assert finding.severity == "warning"
    assert finding.message.startswith("a task is acknowledged only at the end, but where the process that runs it is")
    assert finding.fix == ("task_retry_on_worker_lost = True (before Celery 5.7: task_reject_on_worker_lost = True)")


def test_the_cure_fits_the_pinned_celery() -> None:
    assert only("CK402", celery="5.6.2", task_acks_late=True).fix == "task_reject_on_worker_lost = True"
    assert only("CK402", celery="5.7.0", task_acks_late=True).fix == "task_retry_on_worker_lost = True"


def test_a_task_of_its_own_accord() -> None:
    finding = only("CK402", celery="5.7.0", tasks=[task("proj.add", acks_late=True), task("proj.mul")])
    assert finding.message.startswith("proj.add is acknowledged")
    assert finding.fix == "retry_on_worker_lost=True"


def test_only_a_word_where_somebody_switched_it_off() -> None:
    finding = only("CK402", task_acks_late=True, task_reject_on_worker_lost=False)
    assert finding.severity == "info"
    assert labels(finding) == ["acknowledged only at the end", "and not put back when the worker is lost"]


def test_warns_where_only_one_task_of_two_says_no() -> None:
    tasks = [task("proj.a", acks_late=True, reject_on_worker_lost=False), task("proj.b", line=5, acks_late=True)]
    assert only("CK402", tasks=tasks).severity == "warning"


def test_tells_once_of_several_tasks() -> None:
    tasks = [task("proj.a", acks_late=True), task("proj.b", line=5, acks_late=True), task("proj.c")]
    finding = only("CK402", celery="5.7.0", tasks=tasks)
    assert finding.message.startswith("proj.a and 1 other are acknowledged only at the end")
    assert finding.fix == "task_retry_on_worker_lost = True"
    assert labels(finding) == ["acknowledged only at the end", "this one too"]


def test_the_setting_comes_first() -> None:
    tasks = [task("proj.a", acks_late=True), task("proj.b")]
    finding = only("CK402", task_acks_late=True, tasks=tasks)
    assert finding.message.startswith("a task is acknowledged")
    assert labels(finding) == ["acknowledged only at the end"]


def test_a_setting_that_this_celery_does_not_know_saves_nothing() -> None:
    assert only("CK402", celery="5.6.0", task_acks_late=True, task_retry_on_worker_lost=True)


def test_what_a_worker_is_started_with_counts() -> None:
    facts = {"deployment": deployed(process(pool="solo"), process(pool="prefork"))}
    assert only("CK402", task_acks_late=True, worker_pool="threads", facts=facts)
    facts = {"deployment": deployed(process(pool="solo"))}
    assert found("CK402", task_acks_late=True, facts=facts) == []


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
