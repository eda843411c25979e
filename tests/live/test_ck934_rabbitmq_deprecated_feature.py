from __future__ import annotations

from typing import Any

import pytest

from tests.live.build import found, tried
from tests.live.fake_management import fake_rabbit
from tests.live.managed import ManagedRabbit

pytestmark = pytest.mark.servers


def test_finds_queues_of_an_earlier_celery(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery@old.celery.pidbox", durable=False)

    ((severity, _, message),) = tried("CK934", broker_url=broker)

    assert severity == "info"
    assert message.startswith(
        "celery@old.celery.pidbox is neither durable nor exclusive: RabbitMQ calls that deprecated"
    )


def test_finds_mirrored_queues(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery")
    rabbit.policy(broker, "celery", ha_mode="all")
    rabbit.until_in_effect(broker, "celery")

    ((_, _, message),) = tried("CK934", broker_url=broker)

    assert message.startswith("celery is mirrored by a policy (ha-mode)")


# The RabbitMQ of Debian 12 is older than this question: an HTTP server stands for a newer one.
@pytest.mark.parametrize(
    ("feature", "queues", "words"),
    [
        ("transient_nonexcl_queues", ["a", "b", "c", "d"], "a, b, c and 1 more are neither durable nor exclusive"),
        ("transient_nonexcl_queues", [], "queues are neither durable nor exclusive"),
        ("classic_queue_mirroring", [], "queues are mirrored by a policy (ha-mode)"),
    ],
)
def test_finds_what_a_newer_server_says_itself(
    rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch, feature: str, queues: list[str], words: str
) -> None:
    listed: list[dict[str, Any]] = [{"name": name, "durable": False, "exclusive": False} for name in queues]
    with fake_rabbit(monkeypatch, "3.13.7", *listed, used=[feature]):
        ((severity, _, message),) = tried("CK934", broker_url=rabbit.fresh())

    assert severity == "warning"
    assert message.startswith(f"{words}: RabbitMQ calls that deprecated ({feature})")


@pytest.mark.parametrize("used", [[], ["management_metrics_collection", "ram_node_type", "global_qos"]])
def test_is_silent_of_what_celery_does_not_bring(
    rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch, used: list[str]
) -> None:
    with fake_rabbit(monkeypatch, "4.0.5", {"name": "celery", "durable": True}, used=used):
        assert found("CK934", broker_url=rabbit.fresh()) == []


def test_is_silent_of_another_programs_queues_on_an_old_server(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery")
    rabbit.queue(broker, "theirs", durable=False)

    assert found("CK934", broker_url=broker) == []
