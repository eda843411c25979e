from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown

RABBIT = "amqp://mq//"


def test_a_word_on_rabbitmq_by_default() -> None:
    finding = only("CK423", broker_url=RABBIT)
    assert finding.severity == "info"
    assert finding.message == (
        "RabbitMQ keeps tasks until they are done, but sending does not wait until it has them, as confirm_publish is "
        "off by default: what is sent while the broker goes down is lost without an error"
    )


def test_warns_about_quorum_queues_and_what_somebody_switched_off() -> None:
    quorum = {"broker_url": RABBIT, "task_default_queue_type": "quorum"}
    finding = only("CK423", **quorum)
    assert finding.severity == "warning"
    assert finding.message.startswith("RabbitMQ keeps tasks in quorum queues, but")
    off = {"broker_transport_options": {"confirm_publish": False}}
    assert only("CK423", broker_url=RABBIT, **off).severity == "warning"
    assert labels(only("CK423", **quorum, **off)) == ["sending does not wait", "kept on several nodes"]


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"broker_url": RABBIT, "broker_transport_options": {"confirm_publish": True}},
        {"broker_url": RABBIT, "broker_transport_options": {"confirm_publish": unknown("CONFIRM")}},
        {"broker_url": RABBIT, "broker_transport_options": unknown("options()")},
    ],
)
def test_is_silent_where_sending_waits_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK423", **words) == []
