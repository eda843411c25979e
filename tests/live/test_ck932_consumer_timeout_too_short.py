from __future__ import annotations

from typing import Any

import pytest

from celerykit.live.base import NotChecked
from tests.live.build import found, tried
from tests.live.fake_management import fake_rabbit
from tests.live.managed import ManagedRabbit
from tests.rules.build import call

pytestmark = pytest.mark.servers

LONG = {"task_acks_late": True, "task_time_limit": 7200}
WORDS = "a task may run 7200 s and is acknowledged only at its end"


def queue(**more: Any) -> dict[str, Any]:
    return {"name": "celery", "type": "classic", "durable": True, "arguments": {}, **more}


@pytest.mark.parametrize(
    "limited",
    [
        {"arguments": {"x-consumer-timeout": 3600000}},
        {"effective_policy_definition": {"consumer-timeout": 3600000}, "policy": "patience"},
    ],
)
def test_finds_a_queue_that_takes_messages_back_too_early(
    rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch, limited: dict[str, Any]
) -> None:
    # The RabbitMQ of Debian 12 has no timeout of queues: what a newer one tells is put in its mouth.
    with fake_rabbit(monkeypatch, "3.13.7", queue(**limited)):
        ((severity, thing, message),) = tried("CK932", broker_url=rabbit.fresh(), **LONG)

    assert (severity, thing) == ("error", "queue celery")
    assert message == f"RabbitMQ takes back what is not acknowledged after 3600 s, but {WORDS}"


def test_is_silent_where_the_queue_waits_long_enough(rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_rabbit(monkeypatch, "3.13.7", queue(arguments={"x-consumer-timeout": 15000000})):
        assert found("CK932", broker_url=rabbit.fresh(), **LONG) == []


def test_is_silent_of_classic_queues_where_only_quorum_queues_have_one(
    rabbit: ManagedRabbit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_rabbit(monkeypatch, "4.3.0", queue(arguments={"x-consumer-timeout": 3600000})):
        assert found("CK932", broker_url=rabbit.fresh(), **LONG) == []


def test_finds_a_timeout_that_an_old_server_ignores(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    queues = {"celery": {"queue_arguments": {"x-consumer-timeout": 15000000}}}
    rabbit.queue(broker, "celery", consumer_timeout=15000000)

    (finding,) = found("CK932", broker_url=broker, task_queues=queues, **LONG)

    assert finding.severity == "warning"
    assert finding.message.startswith("x-consumer-timeout has no effect on RabbitMQ 3.10")


@pytest.mark.parametrize("settings", [LONG, {"task_acks_late": True}, {"calls": [call("a.b", countdown=3600)]}])
def test_says_that_nobody_tells_the_timeout_of_the_server(rabbit: ManagedRabbit, settings: dict[str, Any]) -> None:
    with pytest.raises(NotChecked, match="rabbitmqctl environment"):
        found("CK932", broker_url=rabbit.fresh(), **settings)


@pytest.mark.parametrize("settings", [{}, {"task_acks_late": True, "task_time_limit": 600}])
def test_is_silent_where_nothing_is_held_for_long(rabbit: ManagedRabbit, settings: dict[str, Any]) -> None:
    assert found("CK932", broker_url=rabbit.fresh(), **settings) == []


def test_an_old_server_takes_the_argument_and_ignores_it(rabbit: ManagedRabbit) -> None:
    broker = rabbit.fresh()
    rabbit.queue(broker, "celery", messages=1, consumer_timeout=600000)

    with rabbit.impatient(consumer_timeout=100):
        assert rabbit.takes_back(broker, "celery", within=10)
