from __future__ import annotations

import pytest

from celerykit.rules.queue_arguments import may_say, quorum_is_possible
from tests.rules.build import project, unknown

DEAD = "x-dead-letter-exchange"


@pytest.mark.parametrize(
    ("queues", "expected"),
    [
        ({"a": {"queue_arguments": {DEAD: "dead"}}}, True),
        ({"a": {"queue_arguments": unknown("ARGUMENTS")}}, True),
        (unknown("queues()"), True),
        ({"a": {"queue_arguments": {"x-expires": 9}}}, False),
        ({"a": {}}, False),
        (None, False),
    ],
)
def test_whether_a_queue_may_say_something(queues: object, expected: bool) -> None:
    assert may_say(project(task_queues=queues), DEAD) is expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, False),
        ({"task_default_queue_type": "classic"}, False),
        ({"task_default_queue_type": "quorum"}, True),
        ({"task_create_missing_queue_type": "quorum"}, True),
        ({"task_default_queue_type": unknown("KIND")}, True),
        ({"task_queues": {"a": {"queue_arguments": {"x-queue-type": "quorum"}}}}, True),
        ({"task_queues": {"a": {"queue_arguments": {"x-queue-type": unknown("KIND")}}}}, True),
        ({"task_queues": {"a": {}}}, False),
    ],
)
def test_whether_a_queue_may_be_a_quorum_queue(settings: dict[str, object], expected: bool) -> None:
    assert quorum_is_possible(project(**settings)) is expected  # type: ignore[arg-type]
