from __future__ import annotations

import inspect

from amqp import Connection

from celerykit.brokers.amqp import Amqp
from celerykit.intents import Intents
from tests.brokers.contract import CELERY, BrokerContract

# Parts of the library itself, not options that anybody sets.
INTERNAL = {"self", "frame_handler", "frame_writer", "kwargs"}


def values(intents: Intents) -> dict[str, object]:
    compiled, _ = Amqp().compile(intents, celery=CELERY, url="amqp://h")
    return {".".join(item.path): item.value for item in compiled}


class TestContract(BrokerContract):
    broker = Amqp()
    url = "amqp://guest:guest@localhost:5672//"


def test_knows_the_options_that_the_installed_library_takes() -> None:
    assert set(Amqp.options) == set(inspect.signature(Connection.__init__).parameters) - INTERNAL


def test_at_least_once_waits_for_the_brokers_confirmation() -> None:
    found = values(Intents(delivery="at-least-once"))
    assert found["broker_transport_options.confirm_publish"] is True
    assert found["task_default_delivery_mode"] == 2


def test_at_most_once_acknowledges_early() -> None:
    found = values(Intents(delivery="at-most-once"))
    assert found["task_acks_late"] is False
    assert "broker_transport_options.confirm_publish" not in found


def test_the_most_urgent_priority_is_the_highest_number() -> None:
    intents = Intents(priorities=("low", "normal", "high"))
    assert [Amqp().priority(name, intents) for name in intents.priorities] == [0, 1, 2]
    assert values(intents)["task_queue_max_priority"] == 2


def test_one_priority_still_makes_a_queue_of_priorities() -> None:
    assert values(Intents(priorities=("only",)))["task_queue_max_priority"] == 1


def test_refuses_more_priorities_than_rabbitmq_should_have() -> None:
    many = Intents(priorities=tuple(f"p{number}" for number in range(11)))
    assert [item.intent for item in Amqp().compile(many, celery=CELERY, url="amqp://h")[1]] == ["priorities"]


def test_needs_a_longer_consumer_timeout_for_long_tasks_only() -> None:
    assert Amqp().needs(Intents(longest_task=7200), {})
    assert Amqp().needs(Intents(longest_task=60), {}) == ()
