from __future__ import annotations

from typing import Any

import pytest
from kombu import entity

from celerykit.live.base import NotChecked
from tests.live.build import found, tried
from tests.live.redis_states import client, sender
from tests.rules.build import unknown
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers
# kombu has no types.
Exchange: Any = entity.Exchange
Queue: Any = entity.Queue
TOPIC: dict[str, Any] = {"task_default_exchange": "shop", "task_default_exchange_type": "topic"}


def declare(url: str, *queues: Any, **settings: Any) -> None:
    with sender(url, task_queues=queues, **settings) as app, app.connection_for_write() as connection:
        for queue in app.amqp.queues.values():
            queue(connection.default_channel).declare()


def test_finds_a_renamed_queue_that_gets_copies_for_ever(redis_server: RedisServer, redis_url: str) -> None:
    exchange = Exchange("shop", "topic")
    declare(redis_url, Queue("orders-old", exchange, "orders.#"))
    declare(redis_url, Queue("orders", exchange, "orders.new"))
    with sender(redis_url, task_queues=[Queue("orders", exchange, "orders.new")]) as app:
        app.send_task("proj.order", queue="orders")
    with client(redis_server, redis_url) as asked:
        assert (asked.llen("orders"), asked.llen("orders-old")) == (1, 1)

    (finding,) = found("CK920", broker_url=redis_url, task_queues={"orders": {"routing_key": "orders.new"}}, **TOPIC)

    assert [str(thing) for thing in finding.things[:2]] == ["queue orders-old", "queue orders"]
    assert finding.message == (
        "what is sent to orders goes into orders-old too, which this configuration does not declare: "
        "it is still bound to the exchange shop by 'orders.#'; one message waits in it"
    )
    assert "_kombu.binding.shop" in finding.fix


def test_finds_one_on_a_direct_exchange_where_a_route_sends_by_its_key(redis_url: str) -> None:
    exchange = Exchange("shop", "direct")
    declare(redis_url, Queue("old", exchange, "orders"), Queue("orders", exchange, "orders"))
    written: dict[str, Any] = {
        "broker_url": redis_url,
        "task_default_exchange": "shop",
        "task_queues": {"orders": {"routing_key": "orders"}},
        "task_routes": {"proj.order": {"exchange": "shop", "routing_key": "orders"}},
    }

    assert [thing for _, thing, _ in tried("CK920", **written)] == ["queue old"]


def test_is_silent_on_a_direct_exchange_as_celery_sends_by_the_queues_name(redis_url: str) -> None:
    exchange = Exchange("shop", "direct")
    declare(redis_url, Queue("old", exchange, "orders"), Queue("orders", exchange, "orders"))
    with sender(redis_url, task_queues=[Queue("orders", exchange, "orders")]) as app:
        app.send_task("proj.order", queue="orders")
        with app.connection_for_read() as connection:
            assert connection.default_channel.client.llen("old") == 0
    queues = {"orders": {"routing_key": "orders"}}

    assert tried("CK920", broker_url=redis_url, task_default_exchange="shop", task_queues=queues) == []


def test_is_silent_about_declared_queues_and_other_keys(redis_url: str) -> None:
    exchange = Exchange("shop", "topic")
    declare(redis_url, Queue("all", exchange, "#"), Queue("orders", exchange, "orders"), Queue("x", exchange, "films"))
    queues = {"all": {"routing_key": "#"}, "orders": {"routing_key": "orders"}}

    # The queue x is not declared, and gets nothing of what is sent to the others.
    assert tried("CK920", broker_url=redis_url, task_queues=queues, **TOPIC) == []


def test_cannot_be_checked_where_only_running_tells_the_queues(redis_url: str) -> None:
    with pytest.raises(NotChecked, match="not all known"):
        found("CK920", broker_url=redis_url, task_queues=unknown("make_queues()"))
