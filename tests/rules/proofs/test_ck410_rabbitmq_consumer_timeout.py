from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from amqp.exceptions import PreconditionFailed
from kombu import Connection

from tests.rules.proofs.apps import LIMIT, client
from tests.servers.rabbitmq import RabbitServer

pytestmark = pytest.mark.servers

USUAL = 1_800_000


@contextmanager
def impatient(server: RabbitServer) -> Iterator[None]:
    """RabbitMQ that waits for a second only, and looks each second; in milliseconds."""
    try:
        _set(server, consumer_timeout=1000, channel_tick_interval=1000)
        yield
    finally:
        _set(server, consumer_timeout=USUAL, channel_tick_interval=60_000)


def _set(server: RabbitServer, **values: int) -> None:
    calls = [f"application:set_env(rabbit, {name}, {value})" for name, value in values.items()]
    server.ctl("eval", ", ".join(calls) + ".")


def test_the_default_is_half_an_hour(rabbitmq_server: RabbitServer) -> None:
    assert str(USUAL) in rabbitmq_server.ctl("eval", "application:get_env(rabbit, consumer_timeout).")


def test_what_is_held_for_longer_is_taken_back(rabbitmq_server: RabbitServer, rabbitmq_url: str) -> None:
    with impatient(rabbitmq_server), client(rabbitmq_url) as app, Connection(rabbitmq_url) as connection:
        app.send_task("proof.add")
        connection.default_channel.basic_consume("celery", callback=lambda message: None)
        connection.drain_events(timeout=LIMIT)  # the message
        with pytest.raises(PreconditionFailed, match="delivery acknowledgement on channel 1 timed out"):
            connection.drain_events(timeout=LIMIT)
