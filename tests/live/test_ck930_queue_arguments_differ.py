from __future__ import annotations

from typing import Any

import pytest
from kombu import Connection

from celerykit.live.base import NotChecked
from tests.live.build import found
from tests.live.managed import ManagedRabbit, virtual_host
from tests.rules.build import unknown

pytestmark = pytest.mark.servers


def messages(broker: str, **written: Any) -> list[str]:
    return [
        f"{one.things[0]}: {one.message.partition('refuses: ')[2]}"
        for one in found("CK930", broker_url=broker, **written)
    ]


def test_finds_other_priorities_by_amqp_alone(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    rabbit_alone.queue(broker, "celery", messages=2)
    before = rabbit_alone.state(broker)

    (finding,) = found("CK930", broker_url=broker, task_queue_max_priority=9)

    assert finding.severity == "error"
    assert finding.message == (
        "it is there with other arguments than a worker declares, which RabbitMQ refuses: x-max-priority is none, not 9"
    )
    assert f"--vhost {virtual_host(broker)} celery" in finding.fix
    assert rabbit_alone.state(broker) == before


def test_finds_all_differences_where_the_management_interface_tells_them(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery", durable=False, message_ttl=60000)

    assert messages(broker, task_queue_max_priority=9) == [
        "queue celery: durable is False, not True; x-max-priority is none, not 9; x-message-ttl is 60000, not none"
    ]


@pytest.mark.parametrize(
    ("made", "settings", "difference"),
    [
        ({"queue_type": "quorum"}, {}, "x-queue-type is quorum, not none"),
        ({}, {"task_default_queue_type": "quorum"}, "x-queue-type is none, not quorum"),
        ({"max_priority": 5}, {"task_queues": {"celery": {"max_priority": 9}}}, "x-max-priority is 5, not 9"),
        ({}, {"task_queues": {"celery": {"durable": False}}}, "durable is true, not false"),
        ({}, {"task_queues": {"celery": {"expires": 60}}}, "x-expires is none, not 60000"),
    ],
)
def test_finds_what_rabbitmq_names(
    rabbit_alone: ManagedRabbit, made: dict[str, Any], settings: dict[str, Any], difference: str
) -> None:
    broker = rabbit_alone.fresh()
    rabbit_alone.queue(broker, "celery", **made)

    assert messages(broker, **settings) == [f"queue celery: {difference}"]


def test_finds_a_queue_that_is_only_routed_to(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    rabbit_alone.queue(broker, "mail", max_priority=5)

    assert messages(broker, task_routes={"proj.mail": {"queue": "mail"}}) == [
        "queue mail: x-max-priority is 5, not none"
    ]


@pytest.mark.parametrize("told", [True, False])
def test_is_silent_where_the_queue_is_as_declared(
    managed_server: ManagedRabbit, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    monkeypatch.setenv("CELERYKIT_MANAGEMENT_URL", managed_server.interface if told else "http://127.0.0.1:1")
    broker = managed_server.fresh()
    managed_server.queue(broker, "celery", max_priority=9)
    managed_server.queue(broker, "mail", queue_type="quorum", dead_letter_exchange="dead")
    mail = {"queue_arguments": {"x-queue-type": "quorum", "x-dead-letter-exchange": "dead"}}

    queues = {"celery": {"max_priority": 9}, "mail": mail}

    assert messages(broker, task_queues=queues) == []


def test_is_silent_of_arguments_that_rabbitmq_does_not_compare(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery", consumer_timeout=60000)

    assert messages(broker) == []


def test_is_silent_of_a_queue_that_nobody_made_and_makes_none(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()

    assert messages(broker, task_queues={"mail": {"max_priority": 9}}) == []
    assert rabbit_alone.state(broker) == {}


def test_is_silent_of_a_queue_that_another_connection_has_for_itself(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    with Connection(broker) as other:
        other.default_channel.queue_declare("celery", exclusive=True)

        assert messages(broker, task_queue_max_priority=9) == []


def test_is_silent_of_arguments_that_only_running_tells(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    rabbit_alone.queue(broker, "celery")
    rabbit_alone.queue(broker, "mail")
    queues = {"celery": {"max_priority": unknown("PRIORITIES")}, "mail": {"max_priority": 3}}

    assert messages(broker, task_queues=queues) == ["queue mail: x-max-priority is none, not 3"]


def test_is_silent_of_routes_to_queues_that_may_be_declared(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    rabbit_alone.queue(broker, "mail", max_priority=5)
    routes = {"proj.mail": {"queue": "mail"}}

    with pytest.raises(NotChecked, match="the arguments of the queues are not known"):
        messages(broker, task_queues=unknown("queues()"), task_routes=routes)


def test_says_that_nothing_is_known_of_the_arguments(rabbit_alone: ManagedRabbit) -> None:
    with pytest.raises(NotChecked, match="task_queue_max_priority is not known"):
        found("CK930", broker_url=rabbit_alone.fresh(), task_queue_max_priority=unknown("PRIORITIES"))


def test_says_that_the_user_may_not_declare(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()
    rabbit_alone.queue(broker, "celery")
    reader = rabbit_alone.user(broker, configure="")

    with pytest.raises(NotChecked, match="does not let this user declare"):
        found("CK930", broker_url=reader)
