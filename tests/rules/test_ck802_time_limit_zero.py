from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, task, unknown

UNLIMITED = [task("proj.render", time_limit=0)]
UNSEEN = deployed(process("worker", complete=False))


def test_the_limit_of_all_tasks_holds() -> None:
    finding = only("CK802", task_time_limit=300, tasks=UNLIMITED)
    assert finding.message == (
        "time_limit=0 of proj.render lifts nothing: the 300 s of task_time_limit hold for it as for all tasks"
    )
    assert labels(finding) == ["lifts nothing", "holds for it, too"]


def test_the_soft_limit_is_judged_alike() -> None:
    tasks = [task("proj.render", soft_time_limit=0)]
    assert "soft_time_limit=0" in only("CK802", task_soft_time_limit=300, tasks=tasks).message


def test_the_limit_of_a_command_counts() -> None:
    run = {"deployment": deployed(process("worker", time_limit=60))}
    assert "the 60 s" in only("CK802", facts=run, tasks=UNLIMITED).message


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": UNLIMITED},
        {"tasks": UNLIMITED, "task_soft_time_limit": 300},
        {"tasks": UNLIMITED, "task_time_limit": unknown("LIMIT")},
        {"tasks": UNLIMITED, "task_time_limit": 0},
        {"tasks": UNLIMITED, "task_time_limit": 300, "worker_pool": "gevent"},
        {"tasks": UNLIMITED, "task_time_limit": 300, "worker_pool": unknown("POOL")},
        {"tasks": UNLIMITED, "task_time_limit": 300, "task_annotations": {"proj.render": {"time_limit": 900}}},
        {"tasks": [task("proj.render", time_limit=None)], "task_time_limit": 300},
        {"tasks": [task("proj.render", time_limit=600)], "task_time_limit": 300},
        {"tasks": [task("proj.render", time_limit=unknown("LIMIT"))], "task_time_limit": 300},
        {"tasks": [task("proj.render", time_limit=False)], "task_time_limit": 300},
        {
            "tasks": UNLIMITED,
            "task_time_limit": 3,
            "facts": {"deployment": deployed(process("worker", complete=False))},
        },
    ],
)
def test_is_silent_where_there_is_nothing_to_lift(words: dict[str, object]) -> None:
    assert found("CK802", **words) == []
