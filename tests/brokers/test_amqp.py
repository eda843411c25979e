from __future__ import annotations

import inspect

from amqp import Connection

from celerykit.brokers.amqp import Amqp
from celerykit.intents import Intents
from tests.brokers.contract import CELERY, BrokerContract

# Parts of the library itself, not options that anybody sets.
INTERNAL = {"self", "frame_handler", "frame_writer", "kwargs"}


def values(intents: Intents, url: str = "amqp://h") -> dict[str, object]:
    compiled, _ = Amqp().compile(intents, celery=CELERY, url=url)
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


def test_a_sender_in_a_hurry_is_sure_too_and_waits_for_no_answer_longer_than_a_second() -> None:
    found = values(Intents(publish="fail-fast"))
    assert found["broker_transport_options.confirm_publish"] is True
    assert found["broker_transport_options.read_timeout"] == 1


def test_a_url_with_tls_has_the_name_looked_at_too() -> None:
    assert values(Intents(), "amqps://rabbit") == {"broker_use_ssl.server_hostname": None}
    assert values(Intents(), "amqps://localhost") == {"broker_use_ssl.server_hostname": "localhost"}


def test_tls_can_be_said_for_a_url_that_does_not() -> None:
    wanted = Intents(tls=True, tls_ca="/ca.pem", tls_certificate="/me.pem", tls_key="/key.pem")
    assert values(wanted, "amqp://rabbit") == {
        "broker_use_ssl.server_hostname": None,
        "broker_use_ssl.cert_reqs": "required",
        "broker_use_ssl.ca_certs": "/ca.pem",
        "broker_use_ssl.certfile": "/me.pem",
        "broker_use_ssl.keyfile": "/key.pem",
    }


def test_refuses_a_url_that_says_the_contrary() -> None:
    (refusal,) = Amqp().compile(Intents(tls=False), celery=CELERY, url="amqps://h")[1]
    assert refusal.intent == "tls"


def test_warns_where_certificates_of_several_nodes_are_asked_for_one_name() -> None:
    def told(url: str, name: str | None) -> list[str]:
        settings = {"broker_url": url, "broker_use_ssl": {"server_hostname": name}}
        return [remark.intent for remark in Amqp().tells(Intents(tls=True), settings, celery=CELERY)]

    assert told("amqps://one;amqps://two", None) == ["tls"]
    assert told("amqps://one;amqps://two", "cluster.example") == []
    assert told("amqps://one", None) == []


def test_says_when_a_killed_workers_tasks_are_back() -> None:
    def back(beat: int | None) -> str:
        remarks = Amqp().tells(Intents(delivery="at-least-once"), {"broker_heartbeat": beat}, celery=CELERY)
        (remark,) = (item for item in remarks if item.intent == "recover_within")
        return remark.text

    assert "within 1 min (two heartbeats)" in back(30)
    assert "when TCP notices" in back(0)
