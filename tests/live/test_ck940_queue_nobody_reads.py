from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import Depth
from tests.live.answering import told, worker
from tests.rules.build import call, task
from tests.rules.entities import broadcast, queue


def found(*queues: str, **words: Any) -> list[Finding]:
    return told("CK940", workers=[worker("w@h", "shop.order", queues=queues)], **words)


def test_finds_the_queue_of_a_call() -> None:
    (finding,) = found("celery", tasks=[task("shop.order")], calls=[call("shop.order", queue="urgent")])

    assert finding.severity == "error"
    assert finding.subject == "queue urgent"
    assert finding.message == "shop.order is sent there, but no worker that answers reads it: they read celery"


def test_finds_that_tasks_without_a_route_go_where_nobody_looks() -> None:
    (finding,) = found("shop", tasks=[task("shop.order")], calls=[call("shop.order")])

    assert finding.severity == "error"
    assert finding.message.startswith("shop.order is sent there, as what has no route is, but no worker")


def test_warns_where_only_a_configuration_is_known() -> None:
    (finding,) = found("shop")

    assert (finding.severity, finding.subject) == ("warning", "queue celery")


def test_warns_of_a_task_that_somebody_may_send() -> None:
    (finding,) = found("shop", tasks=[task("shop.order")], facts={"tasks_complete": True})

    assert finding.severity == "warning"
    assert "such as shop.order" in finding.message


def test_says_what_waits_there() -> None:
    (finding,) = found("shop", waiting={"celery": Depth(12, 0, 0)})

    assert finding.message.endswith("they read shop; 12 messages wait there")


def test_does_not_say_nobody_where_the_broker_sees_a_consumer() -> None:
    assert found("shop", waiting={"celery": Depth(12, 0, 1)}) == []


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": [task("shop.order")], "calls": [call("shop.order")]},
        {"task_default_queue": "shop"},
        {"tasks": [task("shop.order")], "task_routes": {"shop.*": {"queue": "shop"}}},
        # Another program's task, which its own workers run.
        {"tasks": [task("shop.order")], "calls": [call("billing.pay", queue="billing")]},
        {"tasks": [task("shop.order")], "calls": [call("shop.order", queue="urgent")], "task_always_eager": True},
    ],
)
def test_is_silent_where_all_that_is_sent_is_read(words: dict[str, Any]) -> None:
    assert found("celery", "shop", **words) == []


def test_is_silent_on_a_broadcast_of_which_each_worker_has_a_copy_of_another_name() -> None:
    """As Celery's documentation routes to one."""
    words = {
        "task_queues": [broadcast("all"), queue("celery")],
        "task_routes": {"shop.reload": {"queue": "all", "exchange": "all"}},
    }

    assert found("celery", "bcast.4e8ae2b5", tasks=[task("shop.reload")], **words) == []


def test_says_that_a_worker_does_not_tell_what_it_reads() -> None:
    with pytest.raises(NotChecked, match="not every worker tells"):
        told("CK940", workers=[worker("a@h"), replace(worker("b@h"), queues=None)])


def test_does_not_say_nobody_where_somebody_may_be_busy() -> None:
    with pytest.raises(NotChecked, match="1 more listen and do not answer"):
        found("shop", silent=1)
