from __future__ import annotations

from typing import Any

import pytest
from kombu import Queue

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("queues", "error"),
    [
        (["celery", "media"], AttributeError),
        ("celery", AttributeError),
        ([{"name": "a"}], AttributeError),
        ([None], AttributeError),
        (5, TypeError),
        (Queue("a"), TypeError),
        ({"a": None}, TypeError),
        ({"a": "b"}, TypeError),
    ],
)
def test_worker_and_sender_raise(queues: Any, error: type[Exception]) -> None:
    with client(task_queues=queues) as app, pytest.raises(error):
        _ = app.amqp.queues


def test_of_two_the_last_one_counts() -> None:
    with client(task_queues=[Queue("a", routing_key="x"), Queue("a", routing_key="y")]) as app:
        assert [(queue.name, queue.routing_key) for queue in app.amqp.queues.values()] == [("a", "y")]


def test_the_name_of_the_queue_beats_its_key() -> None:
    with client(task_queues={"a": Queue("b")}) as app:
        assert list(app.amqp.queues) == ["b"]
