from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import env, found, labels, only, task, unknown


def test_a_setting_that_is_not_looked_at() -> None:
    finding = only("CK411", task_reject_on_worker_lost=True)
    assert finding.severity == "warning"
    assert finding.message == (
        "task_reject_on_worker_lost has no effect: a task is acknowledged before it runs, as task_acks_late is not "
        "set, and is lost when its process is killed"
    )
    assert finding.fix == "task_acks_late = True"


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("task_acks_on_failure", "is gone when it fails"),
        ("task_acks_on_failure_or_timeout", "is gone when it fails"),
        ("task_acks_on_timeout", "is gone when it exceeds its time limit"),
    ],
)
def test_the_other_settings_of_the_kind(setting: str, words: str) -> None:
    finding = only("CK411", task_acks_late=False, **{setting: False})
    assert finding.message.startswith(f"{setting} has no effect: ")
    assert finding.message.endswith(words)
    assert labels(finding) == ["looked at only where a task is acknowledged late", "acknowledged before it runs"]


def test_a_task_of_its_own_accord() -> None:
    tasks = [task("proj.a", reject_on_worker_lost=True), task("proj.b", acks_late=True)]
    finding = only("CK411", tasks=tasks)
    assert finding.message.startswith("reject_on_worker_lost has no effect: proj.a is acknowledged before it runs")
    assert finding.fix == "acks_late=True"


def test_tells_once_what_tasks_share() -> None:
    assert only("CK411", task_reject_on_worker_lost=True, tasks=[task("proj.a"), task("proj.b")])


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"task_acks_late": True, "task_reject_on_worker_lost": True},
        {"task_acks_late": unknown("LATE"), "task_reject_on_worker_lost": True},
        {"task_acks_late": env("LATE", "1"), "task_reject_on_worker_lost": True},
        {"task_reject_on_worker_lost": False},
        {"task_reject_on_worker_lost": unknown("REJECT")},
        {"task_acks_on_failure_or_timeout": True},
        {"task_acks_on_failure": None},
        {"task_reject_on_worker_lost": True, "tasks": [task("proj.a", acks_late=True), task("proj.b")]},
        {"task_reject_on_worker_lost": True, "tasks": [replace(task("proj.a"), options_complete=False)]},
        {"task_reject_on_worker_lost": True, "task_annotations": {"*": {"acks_late": True}}},
        {"task_reject_on_worker_lost": True, "task_annotations": unknown("annotations()")},
        {"task_reject_on_worker_lost": True, "complete": False},
    ],
)
def test_is_silent_where_some_task_is_late_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK411", **words) == []
