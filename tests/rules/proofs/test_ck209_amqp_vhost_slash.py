from __future__ import annotations

import pytest
from amqp import NotAllowed

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("slash", ["//", "/%2F"])
def test_rabbitmq_has_no_virtual_host_of_that_name(rabbitmq_url: str, slash: str) -> None:
    server, _, name = rabbitmq_url.rpartition("/")
    with (
        client(f"{server}{slash}{name}") as app,
        app.connection_for_write() as connection,
        pytest.raises(NotAllowed, match=f"vhost /{name} not found"),
    ):
        connection.connect()


def test_it_has_one_without_the_slash(rabbitmq_url: str) -> None:
    with client(rabbitmq_url) as app, app.connection_for_write() as connection:
        assert connection.connect()
