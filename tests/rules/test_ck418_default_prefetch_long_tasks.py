from __future__ import annotations

import pytest

from tests.rules.build import deployed, found, only, process, task, unknown


def test_a_word_where_a_task_may_run_for_minutes() -> None:
    finding = only("CK418", task_time_limit=3600)
    assert finding.severity == "info"
    assert finding.message == (
        "a task may run 3600 s, and a worker takes 4 messages for each process, Celery's default: "
        "what waits behind such a task is not run by another worker that is free"
    )


def test_speaks_of_the_first_task_that_may() -> None:
    tasks = [task("proj.a", time_limit=9), task("proj.b", time_limit=900), task("proj.c", time_limit=800)]
    assert only("CK418", tasks=tasks).message.startswith("proj.b may run 900 s")


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"task_time_limit": 299},
        {"task_time_limit": 3600, "worker_prefetch_multiplier": 1},
        {"task_time_limit": 3600, "worker_prefetch_multiplier": 4},
        {"task_time_limit": 3600, "worker_prefetch_multiplier": unknown("COUNT")},
        {"task_time_limit": unknown("LIMIT")},
        {"task_time_limit": 3600, "tests": True},
        {"task_time_limit": 3600, "facts": {"embedded": True}},
        {"task_time_limit": 3600, "task_acks_late": True},
        {"task_time_limit": 3600, "broker_url": "redis://one", "worker_disable_prefetch": True},
        {"task_time_limit": 3600, "facts": {"deployment": deployed(process(prefetch_multiplier=1))}},
    ],
)
def test_is_silent_where_tasks_are_short_or_somebody_chose(words: dict[str, object]) -> None:
    assert found("CK418", **words) == []
