from __future__ import annotations

import pytest
from celery.exceptions import ImproperlyConfigured

from tests.rules.proofs.apps import client


def test_remote_control_is_refused() -> None:
    with client(control_queue_durable=True) as app, pytest.raises(ImproperlyConfigured, match="cannot both be True"):
        _ = app.control


def test_receiving_events_is_refused() -> None:
    with client(event_queue_durable=True) as app, app.connection_for_read() as connection:
        receiver = app.events.Receiver
        with pytest.raises(ImproperlyConfigured, match="both exclusive and durable"):
            receiver(connection)


def test_one_of_the_two_will_do() -> None:
    with client(control_queue_durable=True, control_queue_exclusive=False) as app:
        assert app.control.mailbox
