from __future__ import annotations

import pytest
from kombu.exceptions import OperationalError

from tests.rules.proofs.apps import client
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers

AT_ONCE = {"max_retries": 0}


def test_a_certificate_of_an_unknown_authority_will_do(redis_tls_server: RedisServer) -> None:
    with client(redis_tls_server.fresh_tls_pair()[0]) as app, app.connection_for_write() as connection:
        assert connection.default_channel.client.ping()


def test_it_will_not_where_one_is_required(redis_tls_server: RedisServer) -> None:
    url = f"{redis_tls_server.fresh_tls_pair()[0]}?ssl_cert_reqs=required"
    with (
        client(url, broker_transport_options=AT_ONCE) as app,
        app.connection_for_write() as connection,
        pytest.raises(OperationalError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        _ = connection.default_channel
