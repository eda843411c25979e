from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("url", "beats"), [("redis://", False), ("memory://", False), ("sqla+sqlite://", False), ("amqp://", True)]
)
def test_only_amqp_has_heartbeats(url: str, beats: bool) -> None:
    with client(url, broker_heartbeat=30) as app, app.connection_for_read(heartbeat=30) as connection:
        assert connection.transport.implements.heartbeats is beats
