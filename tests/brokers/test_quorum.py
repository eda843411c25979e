"""What `replicated` becomes on RabbitMQ; at work on a real one in test_intents_quorum.py."""

from __future__ import annotations

from celerykit.brokers.amqp import Amqp
from celerykit.intents import Intents

ALL = Intents(replicated=True, longest_task=1800, longest_delay=3600)
ONE = Intents(queues=("orders", "scratch"), replicated_queues=("orders",))


def values(intents: Intents, celery: tuple[int, ...] = (5, 7)) -> dict[str, object]:
    compiled, refused = Amqp().compile(intents, celery=celery, url="amqp://h")
    assert not refused
    return {".".join(item.path): item.value for item in compiled if item.intent == "replicated"}


def told(intents: Intents, celery: tuple[int, ...] = (5, 7)) -> list[tuple[str, str]]:
    remarks = Amqp().tells(intents, {}, celery=celery)
    return [(remark.severity, remark.text) for remark in remarks if remark.intent == "replicated"]


def test_every_queue_is_a_quorum_queue_with_an_exchange_that_delays_can_take() -> None:
    assert values(ALL) == {
        "task_default_queue_type": "quorum",
        "task_default_exchange_type": "topic",
        "task_create_missing_queue_type": "quorum",
        "task_create_missing_queue_exchange_type": "topic",
    }


def test_one_queue_alone_says_so_itself() -> None:
    assert values(ONE) == {"task_default_exchange_type": "topic"}
    assert Amqp().queue("orders", ONE) == {"queue_arguments": {"x-queue-type": "quorum"}}
    assert Amqp().queue("scratch", ONE) == {}


def test_without_it_nothing_is_compiled_needed_or_told() -> None:
    assert values(Intents()) == {}
    assert told(Intents()) == []
    assert Amqp().needs(Intents(), {}) == ()


def test_before_celery_5_6_queues_of_routes_stay_classic_and_that_is_said() -> None:
    assert "task_create_missing_queue_type" not in values(ALL, (5, 5))
    assert [text for severity, text in told(ALL, (5, 5)) if severity == "warning" and "[queues]" in text]
    assert not [text for severity, text in told(ALL) if severity == "warning"]


def test_before_celery_5_5_it_is_refused() -> None:
    (refusal,) = Amqp().compile(ALL, celery=(5, 4), url="amqp://h")[1]
    assert refusal.intent == "replicated"
    assert "5.5" in refusal.fact


def test_priorities_are_refused_beside_it_with_all_other_reasons() -> None:
    wanted = Intents(replicated=True, priorities=("low", "high"))
    refused = Amqp().compile(wanted, celery=(5, 4), url="amqp://h")[1]
    assert [refusal.intent for refusal in refused] == ["replicated", "priorities"]


def test_delays_are_rabbitmqs_own_and_need_no_longer_consumer_timeout() -> None:
    held = Intents(longest_task=600, longest_delay=7200)
    assert [need for need in Amqp().needs(held, {}) if need.startswith("consumer_timeout")]
    replicated = Intents(longest_task=600, longest_delay=7200, replicated=True)
    assert not [need for need in Amqp().needs(replicated, {}) if need.startswith("consumer_timeout")]
    assert any("three nodes" in need for need in Amqp().needs(replicated, {}))
