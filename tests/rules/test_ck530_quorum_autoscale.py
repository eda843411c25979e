from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import deployed, found, labels, only, process, unknown
from tests.rules.entities import queue

QUORUM = {"task_default_queue_type": "quorum"}


@pytest.mark.parametrize("bounds", ["10,2", [10, 2], (10, 2)])
def test_says_what_the_worker_is_told(bounds: object) -> None:
    finding = only("CK530", facts={"deployment": deployed(process(autoscale=bounds))}, **QUORUM)
    assert finding.severity == "warning"
    assert finding.message == (
        "this worker has --autoscale 10,2, but with quorum queues its prefetch count cannot change"
    )
    assert finding.fix == "celery worker --concurrency=10"
    assert labels(finding) == ["grows and shrinks", "quorum queues are in use"]


def test_bounds_that_are_not_known_are_there_all_the_same() -> None:
    finding = only("CK530", facts={"deployment": deployed(process(autoscale=unknown("$SCALE")))}, **QUORUM)
    assert finding.message.startswith("this worker has --autoscale, but")
    assert finding.fix == "celery worker --concurrency=…"


@pytest.mark.parametrize(
    ("worker", "words"),
    [
        (process(concurrency=4), QUORUM),
        (process(autoscale="10,2"), {}),
        (process(autoscale="10,2"), {"task_default_queue_type": "classic"}),
        (process(autoscale="10,2"), {"task_default_queue_type": unknown("TYPE")}),
        (process(autoscale="10,2"), {**QUORUM, "task_queues": [queue("celery")]}),
        (process(autoscale="10,2"), {**QUORUM, "worker_detect_quorum_queues": False}),
        (process(autoscale="10,2"), {**QUORUM, "worker_detect_quorum_queues": unknown("DETECT")}),
        (process("beat"), QUORUM),
    ],
)
def test_is_silent_without_one_of_the_two(worker: Any, words: dict[str, Any]) -> None:
    assert found("CK530", facts={"deployment": deployed(worker)}, **words) == []
