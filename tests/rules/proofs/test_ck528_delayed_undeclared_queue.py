from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from celery import Celery
from celery.worker.consumer.delayed_delivery import DelayedDelivery

from tests.rules.proofs.apps import LIMIT, client
from tests.rules.proofs.sending import waiting_in
from tests.workers import eventually

pytestmark = pytest.mark.servers
TOPIC: dict[str, Any] = {"task_default_queue_type": "quorum", "task_default_exchange_type": "topic"}


def started(app: Celery) -> None:
    """What a worker does when it starts: declares its queues, and the delayed delivery to them."""
    with app.connection_for_write() as connection:
        app.amqp.queues["celery"](connection.default_channel).declare()
    worker = SimpleNamespace(app=app)
    DelayedDelivery(worker).start(worker)


def test_a_queue_that_nobody_declared_has_a_direct_exchange(
    rabbitmq_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with client(rabbitmq_url, **TOPIC) as app:
        started(app)
        app.send_task("proj.remind", countdown=600, queue="adhoc")
        assert "adhoc is a direct exchange" in caplog.text
        assert waiting_in(app, "adhoc") == {"adhoc": 1}


def test_with_a_topic_exchange_the_task_is_dropped_when_it_is_due(rabbitmq_url: str) -> None:
    with client(rabbitmq_url, task_create_missing_queue_exchange_type="topic", **TOPIC) as app:
        started(app)
        app.send_task("proj.now", queue="adhoc")
        app.send_task("proj.remind", countdown=1, queue="adhoc")
        app.send_task("proj.remind", countdown=1)
        eventually(
            lambda: waiting_in(app, "celery")["celery"] == 1, limit=LIMIT, what="the declared queue has its task"
        )
        assert waiting_in(app, "adhoc") == {"adhoc": 1}
