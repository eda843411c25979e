from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import env, found, labels, only, task, unknown


def test_sending_raises() -> None:
    finding = only("CK403", task_soft_time_limit=600, task_time_limit=300)
    assert finding.severity == "error"
    assert finding.message.startswith("a task is told to stop after 600 s, but killed after 300 s")
    assert finding.fix == "set task_soft_time_limit below 300, or task_time_limit above 600"
    assert labels(finding) == ["told to stop after this many seconds", "killed after this many seconds"]


def test_both_at_the_same_moment_leave_no_time() -> None:
    finding = only("CK403", task_soft_time_limit=300, task_time_limit=300)
    assert finding.severity == "warning"
    assert "no time to tidy up" in finding.message


def test_a_tasks_own_soft_limit_against_the_inherited_hard_one() -> None:
    finding = only("CK403", task_time_limit=300, tasks=[task("proj.add", soft_time_limit=600)])
    assert finding.message.startswith("proj.add is told to stop")
    assert finding.fix == "set soft_time_limit below 300, or task_time_limit above 600"


def test_a_tasks_own_hard_limit_against_the_inherited_soft_one() -> None:
    finding = only("CK403", task_soft_time_limit=600, tasks=[task("proj.add", time_limit=300)])
    assert finding.fix == "set task_soft_time_limit below 300, or time_limit above 600"


def test_says_which_variable_may_change_it() -> None:
    limit = replace(env("SOFT", ""), value=600)
    assert only("CK403", task_time_limit=300, task_soft_time_limit=limit).message.endswith("unless SOFT is set")


@pytest.mark.parametrize(
    "words",
    [
        {"task_soft_time_limit": 270, "task_time_limit": 300},
        {"task_soft_time_limit": 270},
        {"task_time_limit": 300},
        {"task_soft_time_limit": 600, "task_time_limit": None},
        {"task_soft_time_limit": 600, "task_time_limit": 0},
        {"task_soft_time_limit": "600", "task_time_limit": 300},
        {"task_soft_time_limit": unknown("SOFT"), "task_time_limit": 300},
        {"task_soft_time_limit": 600, "task_time_limit": unknown("HARD")},
        {"task_soft_time_limit": 600, "task_time_limit": 300, "tasks": [task("proj.a", time_limit=900)]},
        {"task_time_limit": 300, "tasks": [task("proj.a", soft_time_limit=600, time_limit=900)]},
        {"task_time_limit": 300, "tasks": [task("proj.a", soft_time_limit=None)]},
        {},
    ],
)
def test_is_silent_where_the_soft_limit_comes_first(words: dict[str, object]) -> None:
    assert found("CK403", **words) == []
