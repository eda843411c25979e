from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, labels, only, unknown
from tests.rules.entities import queue

QUORUM = {"x-queue-type": "quorum"}


def test_the_setting_reaches_quorum_queues_too() -> None:
    finding = only("CK522", task_default_queue_type="quorum", task_queue_max_priority=10)
    assert finding.severity == "error"
    assert finding.message == (
        "celery is a quorum queue with x-max-priority 10: RabbitMQ refuses it, and the worker ends"
    )
    assert labels(finding) == ["an argument of classic queues", "a quorum queue"]


@pytest.mark.parametrize(
    "words",
    [
        {"task_queues": [queue("celery", queue_arguments={**QUORUM, "x-max-priority": 10})]},
        {"task_queues": [queue("celery", queue_arguments=QUORUM, max_priority=10)]},
        {"task_queues": [queue("celery", queue_arguments=QUORUM)], "task_queue_max_priority": 10},
    ],
)
def test_queues_that_are_declared(words: dict[str, Any]) -> None:
    assert "with x-max-priority 10" in only("CK522", **words).message


@pytest.mark.parametrize(
    "words",
    [
        {"task_default_queue_type": "quorum"},
        {"task_queue_max_priority": 10},
        {"task_default_queue_type": "classic", "task_queue_max_priority": 10},
        {"task_default_queue_type": unknown("TYPE"), "task_queue_max_priority": 10},
        {"task_default_queue_type": "quorum", "task_queue_max_priority": unknown("MAX")},
        {"task_default_queue_type": "quorum", "task_queue_max_priority": 10, "task_queues": [queue("celery")]},
        {"task_queues": [queue("a", queue_arguments={"x-max-priority": 10}), queue("b", queue_arguments=QUORUM)]},
        {"task_queues": [queue("a", queue_arguments=QUORUM, max_priority=unknown("MAX"))]},
    ],
)
def test_is_silent_where_no_quorum_queue_has_priorities(words: dict[str, Any]) -> None:
    assert found("CK522", **words) == []
