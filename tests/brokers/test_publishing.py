"""What `publish` becomes: compiled alike on every broker; at work on real ones in test_intents_publish.py."""

from __future__ import annotations

import pytest

from celerykit.brokers.publishing import publishing
from celerykit.intents import Intents


def values(intents: Intents, celery: tuple[int, ...] = (5, 7)) -> dict[str, object]:
    return {".".join(item.path): item.value for item in publishing(intents, celery)}


def test_without_a_word_celerys_own_policy_holds() -> None:
    assert values(Intents()) == values(Intents(delivery="at-most-once")) == {}


def test_at_least_once_is_patient_where_nobody_says_otherwise() -> None:
    assert Intents(delivery="at-least-once").manner() == ("patient", "delivery")
    assert Intents(delivery="at-least-once", publish="fail-fast").manner() == ("fail-fast", "publish")


def test_a_patient_publisher_tries_for_more_than_a_minute() -> None:
    found = values(Intents(publish="patient"))
    tries, longest = found["task_publish_retry_policy.max_retries"], found["task_publish_retry_policy.interval_max"]
    assert isinstance(tries, int)
    assert isinstance(longest, int)
    assert tries * longest > 60
    assert not [name for name in found if name.startswith("broker_")]


def test_before_celery_5_5_the_connection_is_waited_for_by_options_of_its_own() -> None:
    found = values(Intents(publish="patient"), (5, 4))
    assert found["broker_transport_options.max_retries"] == 100
    assert found["broker_transport_options.connect_retries_timeout"] == 120


@pytest.mark.parametrize("celery", [(5, 4), (5, 7)])
def test_a_publisher_in_a_hurry_tries_twice_a_second_each(celery: tuple[int, ...]) -> None:
    found = values(Intents(delivery="at-least-once", publish="fail-fast"), celery)
    assert found["task_publish_retry_policy.max_retries"] == found["broker_transport_options.max_retries"] == 1
    assert found["broker_connection_timeout"] == 1
    assert {item.intent for item in publishing(Intents(publish="fail-fast"), celery)} == {"publish"}
