from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import call, env, found, labels, only, task, unknown
from tests.rules.entities import queue

RABBIT = "amqp://localhost"
URGENT = call("proj.pay", "apply_async", priority=9)


def test_the_default_priority_alone() -> None:
    finding = only("CK520", broker_url=RABBIT, task_default_priority=5)
    assert finding.severity == "error"
    assert finding.message == (
        "a task has priority 5, but no queue has x-max-priority: RabbitMQ keeps to the order of arrival"
    )
    assert finding.fix == "task_queue_max_priority = 10"


def test_points_at_the_highest_and_at_the_others() -> None:
    finding = only("CK520", broker_url=RABBIT, calls=[URGENT], tasks=[task("proj.mail", priority=1)])
    assert finding.message.startswith("proj.pay has priority 9")
    assert labels(finding) == ["not heeded", "nor is this one"]


def test_queues_that_are_declared_without() -> None:
    assert only("CK520", broker_url=RABBIT, calls=[URGENT], task_queues=[queue("a"), queue("b", durable=True)])


def test_says_which_variable_may_change_it() -> None:
    assert only("CK520", broker_url=env("URL", RABBIT), calls=[URGENT]).message.endswith("unless URL is set")


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"calls": [call("proj.pay", "apply_async", priority=unknown("PRIORITY"))]},
        {"calls": [URGENT], "task_queue_max_priority": 10},
        {"calls": [URGENT], "task_queue_max_priority": unknown("MAX")},
        {"calls": [URGENT], "task_queues": [queue("a", max_priority=10), queue("b")]},
        {"calls": [URGENT], "task_queues": [queue("a", queue_arguments={"x-max-priority": 10})]},
        {"calls": [URGENT], "task_queues": [queue("a", queue_arguments=unknown("ARGS"))]},
        {"calls": [URGENT], "task_queues": [queue("a"), unknown("more()")]},
        {"calls": [URGENT], "task_queues": [queue("a", queue_arguments={"x-queue-type": "quorum"})]},
        {"calls": [URGENT], "task_default_queue_type": "quorum"},
        {"calls": [URGENT], "task_create_missing_queue_type": unknown("TYPE")},
        {"calls": [URGENT], "complete": False},
        {"task_default_priority": None},
    ],
)
def test_is_silent_where_queues_have_priorities_or_may(words: dict[str, Any]) -> None:
    assert found("CK520", broker_url=RABBIT, **words) == []
