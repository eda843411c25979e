from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


def test_without_a_broker_celery_dials_rabbitmq_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    with client(broker=None) as app, app.connection_for_write() as connection:
        assert connection.transport.driver_type == "amqp"
        dialled = connection.transport.default_connection_params
        assert (dialled["userid"], dialled["hostname"], dialled["port"]) == ("guest", "localhost", 5672)


def test_celery_itself_reads_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", "memory://")
    with client(broker=None) as app, app.connection_for_write() as connection:
        assert connection.transport_cls == "memory"
