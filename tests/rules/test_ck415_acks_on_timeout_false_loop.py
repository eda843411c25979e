from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, task, unknown

LOOP = {"task_acks_late": True, "task_acks_on_timeout": False, "task_time_limit": 60}


def test_a_task_that_takes_too_long_runs_again_without_end() -> None:
    finding = only("CK415", **LOOP)
    assert finding.severity == "error"
    assert finding.message == (
        "a task is killed after 60 s and then put back, as task_acks_on_timeout is False: "
        "one that takes longer runs again without end"
    )
    assert finding.fix == "task_acks_on_timeout = True"
    assert labels(finding) == [
        "put back when it takes too long",
        "killed after this many seconds",
        "acknowledged only at its end",
    ]


def test_the_old_setting_does_the_same() -> None:
    words = {"task_acks_late": True, "task_acks_on_failure_or_timeout": False, "task_time_limit": 60}
    finding = only("CK415", **words)
    assert "as task_acks_on_failure_or_timeout is False" in finding.message
    assert finding.fix == "task_acks_on_timeout = True"


def test_a_task_of_its_own_accord() -> None:
    finding = only("CK415", tasks=[task("proj.a", acks_late=True, acks_on_timeout=False, time_limit=9)])
    assert finding.message.startswith("proj.a is killed after 9 s and then put back, as acks_on_timeout is False")
    assert finding.fix == "acks_on_timeout=True"


def test_a_limit_that_workers_are_started_with() -> None:
    deployment = deployed(process(time_limit=30))
    finding = only("CK415", task_acks_late=True, task_acks_on_timeout=False, facts={"deployment": deployment})
    assert "killed after 30 s" in finding.message


@pytest.mark.parametrize(
    "words",
    [
        {"task_acks_late": True, "task_time_limit": 60},
        {"task_acks_on_timeout": False, "task_time_limit": 60},
        {"task_acks_late": True, "task_acks_on_timeout": False},
        {"task_acks_late": True, "task_acks_on_timeout": False, "task_soft_time_limit": 60},
        {"task_acks_late": True, "task_acks_on_timeout": False, "task_time_limit": unknown("LIMIT")},
        {"task_acks_late": True, "task_acks_on_timeout": unknown("ACK"), "task_time_limit": 60},
        {
            "task_acks_late": True,
            "task_acks_on_timeout": True,
            "task_acks_on_failure_or_timeout": False,
            "task_time_limit": 60,
        },
        {"broker_url": "sqs://", **LOOP},
        {"task_acks_late": True, "task_acks_on_failure": False, "task_time_limit": 60},
    ],
)
def test_is_silent_where_it_ends_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK415", **words) == []
