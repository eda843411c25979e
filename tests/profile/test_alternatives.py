"""A refusal names the brokers and backends that keep what was refused."""

from __future__ import annotations

import pytest

from celerykit.backends import by_name as backend
from celerykit.brokers import by_name as broker
from celerykit.intents import Intents
from celerykit.profile.alternatives import with_alternatives
from tests.profile.loading import problems

CELERY = (5, 7, 0)


def test_names_those_that_keep_the_intent_and_no_others() -> None:
    embedded = broker("filesystem")
    assert embedded
    cure = with_alternatives("do x", "delivery", Intents(delivery="at-least-once"), embedded, celery=CELERY)
    assert cure.startswith("do x, or use ")
    assert "Redis" in cure
    assert "RabbitMQ" in cure
    assert "SQLAlchemy" not in cure
    assert cure.endswith("(CELERY_BROKER_URL)")


def test_looks_at_all_that_is_wanted() -> None:
    """Redis could recover quickly, were it not for the long delay."""
    embedded = broker("memory")
    assert embedded
    wanted = Intents(longest_task=60, longest_delay=86400, recover_within=600)
    cure = with_alternatives("do x", "recover_within", wanted, embedded, celery=CELERY)
    assert "RabbitMQ" in cure
    assert "Redis" not in cure


def test_names_none_that_refuses_something_else_instead() -> None:
    """Redis has priorities, and no copies of its queues."""
    amqp = broker("amqp")
    assert amqp
    wanted = Intents(priorities=("low", "high"), replicated=True)
    assert (
        with_alternatives("do x", "priorities", wanted, amqp, celery=CELERY)
        == "do x, or use Redis Sentinel (CELERY_BROKER_URL)"
    )


def test_names_none_where_the_url_is_at_fault() -> None:
    told = problems("redis-redis", {"CELERY_BROKER_URL": "rediss://h?ssl_cert_reqs=none", "CELERYKIT_INTENT__TLS": "1"})
    assert told["tls"].endswith("take ssl_cert_reqs out of the URL")


def test_backends_are_asked_for_backends() -> None:
    rpc = backend("rpc")
    assert rpc
    cure = with_alternatives("do x", "results", Intents(results="poll"), rpc, celery=CELERY)
    assert "Redis" in cure
    assert cure.endswith("(CELERY_RESULT_BACKEND)")


def test_where_nobody_can_the_cure_stands_alone() -> None:
    many = tuple(f"p{number}" for number in range(300))
    redis = broker("redis")
    assert redis
    assert with_alternatives("name 10", "priorities", Intents(priorities=many), redis, celery=CELERY) == "name 10"


@pytest.mark.oldest
def test_a_load_that_is_refused_says_so() -> None:
    told = problems("redis-redis", {"CELERY_BROKER_URL": "filesystem://"})
    assert "RabbitMQ" in told["delivery"]
