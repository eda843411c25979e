from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, labels, only, unknown
from tests.rules.entities import queue

QUORUM = [queue("work", queue_arguments={"x-queue-type": "quorum"})]


def test_nobody_looks_for_quorum_queues() -> None:
    finding = only("CK523", task_queues=QUORUM, worker_detect_quorum_queues=False)
    assert finding.severity == "error"
    assert finding.message == (
        "work is a quorum queue, but worker_detect_quorum_queues is off: RabbitMQ refuses the prefetch count of the "
        "worker (540 NOT_IMPLEMENTED), which connects again for ever"
    )
    assert finding.fix == "worker_detect_quorum_queues = True"
    assert labels(finding) == ["nobody looks for quorum queues", "a quorum queue"]


def test_an_older_celery_never_does() -> None:
    finding = only("CK523", task_queues=QUORUM, celery="5.4.0")
    assert "but Celery 5.4.0 does not look for any" in finding.message
    assert finding.fix == "upgrade to Celery 5.5"


@pytest.mark.parametrize(
    "words",
    [
        {"task_queues": QUORUM},
        {"task_queues": QUORUM, "celery": "5.5.0"},
        {"task_queues": QUORUM, "worker_detect_quorum_queues": True},
        {"task_queues": QUORUM, "worker_detect_quorum_queues": unknown("DETECT")},
        {"task_queues": [queue("work")], "worker_detect_quorum_queues": False},
        {"task_queues": [queue("work")], "celery": "5.4.0"},
        {"worker_detect_quorum_queues": False},
        {"task_default_queue_type": "quorum", "celery": "5.4.0"},
        {"task_default_queue_type": unknown("TYPE"), "worker_detect_quorum_queues": False},
    ],
)
def test_is_silent_where_celery_looks_or_there_are_none(words: dict[str, Any]) -> None:
    assert found("CK523", **words) == []


def test_the_default_queue_counts() -> None:
    assert only("CK523", task_default_queue_type="quorum", worker_detect_quorum_queues=False)
