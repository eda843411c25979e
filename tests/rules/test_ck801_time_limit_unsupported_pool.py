from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, labels, only, process, task, unknown

LIMITS = {"task_time_limit": 30, "task_soft_time_limit": 25}


@pytest.mark.parametrize("pool", ["threads", "solo", "eventlet", "celery.concurrency.thread:TaskPool"])
def test_neither_limit_is_enforced(pool: str) -> None:
    finding = only("CK801", worker_pool=pool, **LIMITS)
    assert finding.severity == "error"
    assert "task_time_limit (30 s) or task_soft_time_limit (25 s)" in finding.message
    assert finding.message.endswith("a task that hangs is never stopped")
    assert labels(finding) == [
        "does not enforce it",
        "task_time_limit of the tasks",
        "task_soft_time_limit of the tasks",
    ]


def test_gevent_enforces_the_hard_limit_only() -> None:
    finding = only("CK801", worker_pool="gevent", **LIMITS)
    assert finding.severity == "warning"
    assert finding.message == (
        "the gevent pool does not enforce task_soft_time_limit (25 s): a task that hangs is never told to stop"
    )


def test_the_pool_of_the_command_counts() -> None:
    run = {"deployment": deployed(process("worker", pool="threads"))}
    finding = only("CK801", facts=run, **LIMITS)
    assert finding.place is not None
    assert finding.place.path == "Procfile"


def test_a_limit_of_the_command_counts() -> None:
    run = {"deployment": deployed(process("worker", pool="solo", time_limit=60))}
    assert "task_time_limit (60 s)" in only("CK801", facts=run).message


def test_a_tasks_own_limit_counts() -> None:
    finding = only("CK801", worker_pool="solo", tasks=[task("proj.add", time_limit=60)])
    assert "does not enforce time_limit (60 s)" in finding.message


def test_is_a_warning_where_another_worker_enforces_it() -> None:
    run = {"deployment": deployed(process("worker", pool="gevent", line=1), process("worker", line=2))}
    assert only("CK801", facts=run, **LIMITS).severity == "warning"


def test_prefork_on_the_command_line_does_not_beat_the_setting() -> None:
    run = {"deployment": deployed(process("worker", pool="prefork"))}
    assert only("CK801", facts=run, worker_pool="threads", **LIMITS).place.path == "celeryconfig.py"


@pytest.mark.parametrize(
    "words",
    [
        {"worker_pool": "prefork", **LIMITS},
        {"worker_pool": "processes", **LIMITS},
        {"worker_pool": "threads"},
        {"worker_pool": "threads", "task_time_limit": None},
        {"worker_pool": "threads", "task_time_limit": 0},
        {"worker_pool": "threads", "task_time_limit": unknown("LIMIT")},
        {"worker_pool": unknown("POOL"), **LIMITS},
        {"worker_pool": "proj.pools:Pool", **LIMITS},
        {"worker_pool": "gevent", "task_time_limit": 30},
        {"worker_pool": "threads", "facts": {"deployment": deployed(process("worker", pool="gevent"))}},
        {"facts": {"deployment": deployed(process("worker", complete=False))}, "worker_pool": "solo", **LIMITS},
        {"facts": {"deployment": deployed(process("worker"))}, **LIMITS},
        {
            "facts": {"deployment": deployed(process("worker", pool="gevent"), process("worker"))},
            "tasks": [task("proj.add", time_limit=60, soft_time_limit=50)],
        },
        LIMITS,
        {},
    ],
)
def test_is_silent_where_nothing_is_lost(words: dict[str, object]) -> None:
    assert found("CK801", **words) == []
