from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, labels, only, unknown
from tests.rules.entities import broadcast, queue

REDIS = "redis://localhost:6379/0"


@pytest.mark.parametrize(
    "words", [{"queue_arguments": {"x-max-priority": 10}}, {"max_priority": 10}, {"message_ttl": 60}, {"max_length": 5}]
)
def test_arguments_for_rabbitmq_do_nothing_on_redis(words: dict[str, Any]) -> None:
    finding = only("CK532", broker_url=REDIS, task_queues=[queue("work", **words)])
    assert finding.severity == "info"
    assert finding.message.endswith("which does nothing on Redis")


def test_priorities_are_kept_apart_otherwise() -> None:
    queues = [queue("a", max_priority=10), queue("b", max_priority=10)]
    finding = only("CK532", broker_url=REDIS, task_queues=queues)
    assert '"priority_steps": list(range(10))' in finding.fix
    assert labels(finding) == ["read by nobody", "nor is this one"]
    assert only("CK532", broker_url="sqs://", task_queues=queues).fix == "take it out"


@pytest.mark.parametrize("url", [REDIS, "amqp://localhost", unknown("URL")])
def test_a_keyword_that_a_queue_does_not_have(url: object) -> None:
    finding = only("CK532", broker_url=url, task_queues=[queue("work", priority=0)])
    assert finding.message == "work has priority, which is no argument of a kombu Queue, and dropped"
    assert only("CK532", broker_url=url, task_queues=[queue("a", routingkey="a")]).fix == "did you mean routing_key?"


@pytest.mark.parametrize(
    ("url", "queues"),
    [
        (REDIS, [queue("work", durable=True, routing_key="x", expires=60)]),
        (REDIS, [queue("work", queue_arguments={"x-expires": 60000})]),
        (REDIS, [queue("work", queue_arguments=unknown("ARGS")), unknown("more()")]),
        (REDIS, {"work": {"exchange": "work", "exchange_type": "direct", "binding_key": "work"}}),
        (REDIS, [broadcast("news", unique=True)]),
        (REDIS, []),
        ("amqp://localhost", [queue("work", queue_arguments={"x-max-priority": 10}, message_ttl=5)]),
        (unknown("URL"), [queue("work", queue_arguments={"x-max-priority": 10})]),
        ("memory://", [queue("work", max_priority=10)]),
    ],
)
def test_is_silent_about_what_is_read(url: object, queues: object) -> None:
    assert found("CK532", broker_url=url, task_queues=queues) == []
