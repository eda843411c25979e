from __future__ import annotations

from types import SimpleNamespace

import pytest
from amqp.exceptions import AMQPNotImplementedError
from celery.worker.consumer import Tasks

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("detects", [True, False])
def test_the_worker_asks_for_one_count_for_all_unless_it_looks(rabbitmq_url: str, detects: bool) -> None:
    words = {"task_default_queue_type": "quorum", "worker_detect_quorum_queues": detects}
    with client(rabbitmq_url, **words) as app, app.connection_for_read() as connection:
        connection.connect()
        worker = SimpleNamespace(app=app, connection=connection, task_consumer=None)
        assert Tasks(worker).qos_global(worker) is not detects


def test_rabbitmq_refuses_it(rabbitmq_url: str) -> None:
    with client(rabbitmq_url, task_default_queue_type="quorum") as app, app.connection_for_read() as connection:
        channel = connection.channel()
        queue = app.amqp.queues["celery"](channel)
        queue.declare()
        channel.basic_qos(0, 4, True)
        with pytest.raises(AMQPNotImplementedError, match="does not support global qos"):
            queue.consume()
