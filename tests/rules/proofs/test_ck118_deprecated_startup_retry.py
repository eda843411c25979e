from __future__ import annotations

from types import SimpleNamespace

import pytest
from celery.exceptions import CPendingDeprecationWarning
from celery.worker.consumer import Consumer

from tests.rules.proofs.apps import client


def test_a_worker_warns_where_it_connects() -> None:
    with client(broker_connection_retry=False) as app, app.connection_for_read() as connection:
        worker = SimpleNamespace(app=app, first_connection_attempt=True, broker_connection_retry_attempt=0)
        with pytest.warns(CPendingDeprecationWarning, match="broker_connection_retry_on_startup to False instead"):
            Consumer.ensure_connected(worker, connection)
