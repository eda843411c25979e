from __future__ import annotations

from typing import Any

import pytest

from tests.live.answering import told, worker
from tests.rules.build import task


def found(*workers: Any, **words: Any) -> list[tuple[str, str]]:
    return [(one.severity, one.message) for one in told("CK965", workers=workers, **words)]


def test_finds_a_task_s_own_limit() -> None:
    one = worker("w@h", "shop.order", pool="celery.concurrency.eventlet:TaskPool")

    ((severity, message),) = found(one, tasks=[task("shop.order", soft_time_limit=5)])

    assert severity == "error"
    assert message == "its pool is eventlet, which does not keep soft_time_limit of shop.order (5 s)"


def test_warns_where_gevent_keeps_the_hard_limit_only() -> None:
    one = worker("w@h", pool="celery.concurrency.gevent:TaskPool", task_time_limit=30, task_soft_time_limit=20)

    assert found(one) == [("warning", "its pool is gevent, which does not keep task_soft_time_limit (20 s)")]


def test_warns_of_limits_on_processes_that_it_does_not_have() -> None:
    ((severity, message),) = found(worker(pool="threads", worker_max_memory_per_child=200000))

    assert severity == "warning"
    assert "worker_max_memory_per_child (200000)" in message


def test_warns_only_where_another_worker_keeps_them() -> None:
    workers = [worker("a@h", pool="threads", task_time_limit=30), worker("b@h", task_time_limit=30)]

    assert [severity for severity, _ in found(*workers)] == ["warning"]


@pytest.mark.parametrize(
    "workers",
    [
        [worker(task_time_limit=30, worker_max_tasks_per_child=10)],
        [worker(pool="threads")],
        [worker(pool="threads", task_time_limit=None, worker_max_tasks_per_child=None)],
        [worker(pool="proj.pools:Own", task_time_limit=30)],
        [worker("a@h", pool="threads", worker_max_tasks_per_child=10), worker("b@h")],
    ],
)
def test_is_silent_where_limits_are_kept_or_none_is_set(workers: list[Any]) -> None:
    assert found(*workers) == []


def test_is_silent_of_the_limit_of_a_task_that_the_worker_does_not_have() -> None:
    tasks = [task("shop.order"), task("shop.resize", time_limit=5)]

    assert found(worker("w@h", "shop.order", pool="threads"), tasks=tasks) == []
