from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from celery.worker.consumer.delayed_delivery import DelayedDelivery

from tests.rules.proofs.apps import client

NAME = "broker_native_delayed_delivery_queue_type"


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"broker_url": ("amqp://one", "amqp://two")}, "must be a string or list"),
        ({"broker_read_url": "amqp://one", "broker_write_url": "amqp://one"}, "broker_url configuration is empty"),
        ({"broker_url": "amqp://one", NAME: "Quorum"}, "Invalid queue type"),
    ],
)
def test_the_worker_raises_before_it_connects(
    settings: dict[str, Any], error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    with client(None, **settings) as app:
        worker = SimpleNamespace(app=app)
        step = DelayedDelivery(worker)
        with pytest.raises(ValueError, match=error):
            step.start(worker)
