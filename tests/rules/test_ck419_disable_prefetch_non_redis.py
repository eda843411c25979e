from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown


@pytest.mark.parametrize(
    ("url", "title"), [("amqp://mq", "RabbitMQ"), ("sqs://", "SQS"), ("filesystem://", "the filesystem broker")]
)
def test_is_ignored_on_other_brokers(url: str, title: str) -> None:
    finding = only("CK419", broker_url=url, worker_disable_prefetch=True)
    assert finding.severity == "warning"
    assert finding.message == (
        f"worker_disable_prefetch is ignored on {title}, as it works on Redis alone: "
        "a worker takes messages in advance all the same"
    )
    assert labels(finding) == ["ignored", "not Redis"]


def test_is_ignored_on_the_default_broker() -> None:
    assert "on RabbitMQ" in only("CK419", worker_disable_prefetch=True).message


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "amqp://mq"},
        {"broker_url": "amqp://mq", "worker_disable_prefetch": False},
        {"broker_url": "amqp://mq", "worker_disable_prefetch": unknown("X")},
        {"broker_url": "memory://", "worker_disable_prefetch": True, "tests": True},
        {"broker_url": "mongodb://strange", "worker_disable_prefetch": True},
    ],
)
def test_is_silent_where_it_is_off_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK419", **words) == []
