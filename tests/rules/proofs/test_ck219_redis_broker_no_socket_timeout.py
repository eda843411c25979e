from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


def test_the_transport_waits_for_ever_and_the_result_backend_does_not(redis_urls: tuple[str, str]) -> None:
    broker, backend = redis_urls
    with client(broker, backend) as app, app.connection_for_read() as connection:
        assert connection.default_channel.pool.connection_kwargs["socket_timeout"] is None
        assert app.backend.connparams["socket_timeout"] == 120


def test_an_option_ends_that(redis_url: str) -> None:
    with (
        client(redis_url, broker_transport_options={"socket_timeout": 30}) as app,
        app.connection_for_read() as connection,
    ):
        assert connection.default_channel.pool.connection_kwargs["socket_timeout"] == 30
