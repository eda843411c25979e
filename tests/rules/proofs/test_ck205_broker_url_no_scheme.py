from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("text", ["localhost:6379", "redis:/cache", "redis"])
def test_all_of_it_is_the_host_of_a_rabbitmq(text: str) -> None:
    with client(text) as app, app.connection_for_write() as connection:
        assert connection.transport.driver_type == "amqp"
        assert connection.hostname == text


def test_the_text_of_a_list_is_one_url() -> None:
    with client("['amqp://a', 'amqp://b']") as app, pytest.raises(KeyError, match="No such transport"):
        app.connection_for_write().connect()
