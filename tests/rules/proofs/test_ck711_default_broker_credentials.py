from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("url", ["amqp://mq.example.net//", "amqp://guest@mq.example.net//"])
def test_nobody_is_guest(url: str) -> None:
    with client(url) as app, app.connection_for_write() as connection:
        usual = connection.transport.default_connection_params
        assert (connection.userid or usual["userid"], connection.password or usual["password"]) == ("guest", "guest")
