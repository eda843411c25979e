from __future__ import annotations

import pytest
from celery.exceptions import QueueNotFound
from kombu import Queue

from tests.rules.proofs.apps import client


def test_a_task_for_another_queue_raises() -> None:
    words = {"task_queues": [Queue("celery")], "task_routes": {"proj.add": "media"}}
    with (
        client(task_create_missing_queues=False, **words) as app,
        pytest.raises(QueueNotFound, match="'media' missing"),
    ):
        app.send_task("proj.add")


def test_a_task_without_a_route_raises_where_the_default_queue_is_missing() -> None:
    queues = [Queue("media")]
    with client(task_create_missing_queues=False, task_queues=queues) as app, pytest.raises(KeyError, match="celery"):
        _ = app.amqp.default_queue


def test_a_worker_cannot_ask_for_another() -> None:
    with client(task_create_missing_queues=False, task_queues=[Queue("media")]) as app, pytest.raises(KeyError):
        app.amqp.queues.select(["mail"])
