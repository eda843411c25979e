from __future__ import annotations

from types import SimpleNamespace

import pytest
from celery.worker.consumer.tasks import Tasks

from tests.rules.proofs.apps import client


def test_a_worker_says_that_it_ignores_it(caplog: pytest.LogCaptureFixture) -> None:
    with client(worker_disable_prefetch=True) as app, app.connection() as connection:
        consumer = SimpleNamespace(
            app=app,
            connection=connection,
            initial_prefetch_count=4,
            on_decode_error=None,
            update_strategies=lambda: None,
        )
        Tasks(consumer).start(consumer)
        assert "worker_disable_prefetch is only supported for Redis brokers" in caplog.text
        assert consumer.qos.value == 4
