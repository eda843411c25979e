from __future__ import annotations

import pytest
from celery import Celery
from kombu import Queue

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import waiting_in


@pytest.mark.parametrize(
    ("kind", "keys", "copies"),
    [
        ("topic", ("", ""), 1),
        ("topic", ("a.x", "a.*"), 1),
        ("topic", ("a.x", "a.y"), 0),
        ("direct", ("", ""), 0),
    ],
)
@pytest.mark.servers
def test_each_queue_that_matches_gets_a_copy(redis_url: str, kind: str, keys: tuple[str, str], copies: int) -> None:
    queues = [Queue("a", routing_key=keys[0]), Queue("b", routing_key=keys[1])]
    with client(redis_url, task_default_exchange_type=kind, task_queues=queues, task_default_queue="a") as app:
        _declare(app)
        app.send_task("proj.add", queue="a")
        assert waiting_in(app, "a", "b") == {"a": 1, "b": copies}


@pytest.mark.servers
def test_a_fanout_exchange_gives_a_copy_to_each(rabbitmq_url: str) -> None:
    queues = [Queue("a", routing_key="a"), Queue("b", routing_key="b")]
    with client(rabbitmq_url, task_default_exchange_type="fanout", task_queues=queues, task_default_queue="a") as app:
        _declare(app)
        app.send_task("proj.add", queue="a")
        assert waiting_in(app, "a", "b") == {"a": 1, "b": 1}


def _declare(app: Celery) -> None:
    """As a worker does when it starts."""
    with app.connection_for_write() as connection:
        for queue in app.amqp.queues.values():
            queue(connection.default_channel).declare()
