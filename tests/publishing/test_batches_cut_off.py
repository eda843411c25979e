"""Batches whose broker is killed: what is lost is named."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from threading import Thread

import pytest
from kombu.exceptions import OperationalError

import celerykit
from tests.publishing.shop import arrived, rabbit, send, unconfirmed
from tests.servers.rabbitmq import RabbitServer, rabbitmq_running

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.oldest]


@pytest.fixture(scope="module")
def own_server() -> Iterator[RabbitServer]:
    """A RabbitMQ to be killed. Who kills it starts it again."""
    with rabbitmq_running() as server:
        yield server


def test_a_killed_broker_loses_no_task_that_is_not_named(own_server: RabbitServer) -> None:
    app = rabbit(own_server.fresh())
    with unconfirmed(app) as (producer, caught):
        before = send(app, producer, 100)
        # Frozen, it confirms nothing any more; what is sent then is in no queue.
        os.killpg(own_server.node.program.pid, signal.SIGSTOP)
        frozen = send(app, producer, 20)
        own_server.kill()
        own_server.start()
        after = send(app, producer, 100)
    named = caught.ids()
    assert set(frozen) <= named <= {*before, *frozen}
    assert arrived(app) >= {*before, *frozen, *after} - named


def test_a_patient_block_waits_for_a_broker_that_is_away_when_it_begins(own_server: RabbitServer) -> None:
    app = rabbit(own_server.fresh(), {"publish": "patient"})
    own_server.kill()
    starting = Thread(target=own_server.start)
    starting.start()
    with celerykit.batch(app) as producer:
        sent = send(app, producer, 5)
    starting.join()
    assert arrived(app) == set(sent)


def test_in_a_hurry_a_task_that_cannot_be_sent_is_named_with_those_on_their_way(own_server: RabbitServer) -> None:
    app = rabbit(own_server.fresh(), {"publish": "fail-fast"})
    try:
        with unconfirmed(app) as (producer, caught):
            send(app, producer, 1)
            os.killpg(own_server.node.program.pid, signal.SIGSTOP)
            frozen = send(app, producer, 3)
            own_server.kill()
            app.send_task("work", task_id="the-last", producer=producer)
        assert {*frozen, "the-last"} <= caught.ids()
        assert isinstance(caught[0].__cause__, OperationalError)
        with pytest.raises(OperationalError), celerykit.batch(app):
            pass
    finally:
        own_server.start()
