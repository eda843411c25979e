from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown


@pytest.mark.parametrize(
    ("url", "number", "severity", "message"),
    [
        (
            "redis://localhost",
            10,
            "info",
            "task_queue_max_priority = 10 does nothing on Redis, which has priority_steps",
        ),
        ("sqs://", 10, "info", "task_queue_max_priority = 10 does nothing on SQS, which has no priorities"),
        (
            "amqp://localhost",
            256,
            "error",
            "task_queue_max_priority = 256 is above 255: RabbitMQ refuses to make the queue",
        ),
        (
            "amqp://localhost",
            100,
            "info",
            "task_queue_max_priority = 100 makes RabbitMQ keep as many lists for each queue: it advises 10 at most",
        ),
    ],
)
def test_says_what_it_does_there(url: str, number: int, severity: str, message: str) -> None:
    finding = only("CK521", broker_url=url, task_queue_max_priority=number)
    assert (finding.severity, finding.message) == (severity, message)


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK521", broker_url=env("URL", "redis://localhost"), task_queue_max_priority=10)
    assert finding.message.endswith("unless URL is set")


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("amqp://localhost", 10),
        ("amqp://localhost", 1),
        ("amqp://localhost", None),
        ("amqp://localhost", unknown("MAX")),
        ("redis://localhost", None),
        ("redis://localhost", unknown("MAX")),
        ("strange://localhost", 10),
        (unknown("URL"), 10),
    ],
)
def test_is_silent_where_it_works_or_nobody_knows(url: object, number: object) -> None:
    assert found("CK521", broker_url=url, task_queue_max_priority=number) == []
