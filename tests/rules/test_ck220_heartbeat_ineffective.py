from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown


def test_sent_to_nobody() -> None:
    finding = only("CK220", broker_url="redis://localhost", broker_heartbeat=30)
    assert finding.message == "Redis has no heartbeats: broker_heartbeat = 30 does nothing"
    assert finding.severity == "info"
    assert labels(finding) == ["sent to nobody", "the transport in force"]


def test_another_broker() -> None:
    assert only("CK220", broker_url="sqs://", broker_heartbeat=10).fix == "leave broker_heartbeat out"


@pytest.mark.parametrize(
    ("url", "beat"),
    [
        ("amqp://localhost", 30),
        ("amqp://localhost", 0),
        ("redis://localhost", 0),
        ("redis://localhost", None),
        ("redis://localhost", "30"),
        ("redis://localhost", True),
        ("redis://localhost", unknown("BEAT")),
        (env("BROKER", "redis://localhost"), 30),
        (unknown("URL"), 30),
        (None, 30),
        ("kafka://h", 30),
    ],
)
def test_is_silent_where_it_works_or_nobody_knows(url: object, beat: object) -> None:
    assert found("CK220", broker_url=url, broker_heartbeat=beat) == []


def test_is_silent_about_the_default() -> None:
    assert found("CK220", broker_url="redis://localhost") == []
