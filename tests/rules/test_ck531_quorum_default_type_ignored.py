from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, labels, only, unknown
from tests.rules.entities import broadcast, queue

QUORUM = {"task_default_queue_type": "quorum"}


def test_declared_queues_do_not_have_it() -> None:
    finding = only("CK531", task_queues=[queue("work")], **QUORUM)
    assert finding.severity == "warning"
    assert finding.message == (
        "task_default_queue_type = 'quorum' does nothing for the queues of task_queues: work is classic"
    )
    assert finding.fix == 'Queue("work", queue_arguments={"x-queue-type": "quorum"})'
    assert labels(finding) == ["not for declared queues", "a classic queue"]


@pytest.mark.parametrize("written", ["Quorum", "quorm", "lazy"])
def test_a_type_that_does_not_exist_is_classic(written: str) -> None:
    finding = only("CK531", task_default_queue_type=written)
    assert finding.message == f"task_default_queue_type = '{written}' is no type of queue: the queue is classic"


def test_the_type_of_missing_queues_raises() -> None:
    finding = only("CK531", task_create_missing_queue_type="Quorum")
    assert finding.severity == "error"
    assert finding.message.endswith("to send a task to a queue that is not declared raises ValueError")


@pytest.mark.parametrize(
    "words",
    [
        {},
        QUORUM,
        {"task_default_queue_type": "classic", "task_queues": [queue("work")]},
        {"task_default_queue_type": unknown("TYPE"), "task_queues": [queue("work")]},
        {"task_queues": [queue("work", queue_arguments={"x-queue-type": "quorum"})], **QUORUM},
        {"task_queues": [queue("work", queue_arguments={"x-queue-type": "stream"})], **QUORUM},
        {"task_queues": [queue("work", queue_arguments=unknown("ARGS"))], **QUORUM},
        {"task_queues": [broadcast("news")], **QUORUM},
        {"task_queues": [], **QUORUM},
        {"task_queues": unknown("queues()"), **QUORUM},
        {"task_create_missing_queue_type": "quorum"},
        {"task_create_missing_queue_type": "classic"},
        {"task_create_missing_queue_type": None},
        {"task_create_missing_queue_type": unknown("TYPE")},
    ],
)
def test_is_silent_where_it_works_or_nobody_knows(words: dict[str, Any]) -> None:
    assert found("CK531", **words) == []
