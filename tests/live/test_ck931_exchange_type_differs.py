from __future__ import annotations

import pytest
from kombu import Connection

from tests.live.build import found
from tests.live.managed import ManagedRabbit, virtual_host

pytestmark = pytest.mark.servers


def exchange(broker: str, name: str, kind: str, *, durable: bool = True) -> None:
    with Connection(broker) as connection:
        connection.default_channel.exchange_declare(name, kind, durable=durable, auto_delete=False)


def names(rabbit: ManagedRabbit, broker: str) -> set[str]:
    return {one["name"] for one in rabbit.ask("exchanges", virtual_host(broker))}


def test_finds_another_type(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    exchange(broker, "celery", "direct")

    (finding,) = found("CK931", broker_url=broker, task_default_exchange_type="topic")

    assert finding.severity == "error"
    assert finding.message == (
        "the exchange celery is not what a worker declares, which RabbitMQ refuses: type is direct, not topic"
    )
    assert [str(thing) for thing in finding.things[1:]] == ["queue celery"]


def test_finds_an_exchange_that_does_not_outlive_the_server(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    exchange(broker, "media", "topic", durable=False)

    (finding,) = found(
        "CK931", broker_url=broker, task_queues={"media": {"exchange": "media", "exchange_type": "topic"}}
    )

    assert finding.message.endswith("durable is false, not true")


def test_finds_a_type_that_the_server_does_not_have(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    exchange(broker, "later", "direct")
    exchange(broker, "media", "direct")
    queues = {
        "later": {"exchange": "later", "exchange_type": "x-delayed-message"},
        "media": {"exchange": "media", "exchange_type": "topic"},
    }

    later, media = found("CK931", broker_url=broker, task_queues=queues)

    assert later.message.endswith("unknown exchange type 'x-delayed-message'")
    assert media.message.endswith("type is direct, not topic")


def test_is_silent_where_it_is_as_declared(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    exchange(broker, "celery", "direct")

    assert found("CK931", broker_url=broker) == []


def test_is_silent_of_one_that_nobody_made_and_makes_none(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    before = names(rabbit_alone, broker)

    assert found("CK931", broker_url=broker, task_default_exchange_type="topic") == []
    assert names(rabbit_alone, broker) == before
