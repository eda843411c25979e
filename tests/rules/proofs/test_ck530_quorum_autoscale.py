from __future__ import annotations

import pytest
from kombu import Queue

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import waiting_in

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(("kind", "shared", "left"), [("quorum", False, 2), ("classic", True, 0)])
def test_a_new_prefetch_count_does_not_reach_a_consumer(rabbitmq_url: str, kind: str, shared: bool, left: int) -> None:
    queue = Queue("work", queue_arguments={"x-queue-type": kind})
    with client(rabbitmq_url, task_queues=[queue], task_default_queue="work") as app:
        for _ in range(3):
            app.send_task("proj.add")
        with app.connection_for_read() as connection:
            channel = connection.channel()
            channel.basic_qos(0, 1, shared)
            got: list[object] = []
            channel.basic_consume("work", callback=got.append)
            connection.drain_events(timeout=10)
            channel.basic_qos(0, 3, shared)
            if shared:
                connection.drain_events(timeout=10)
                connection.drain_events(timeout=10)
            assert len(got) == 3 - left
            assert waiting_in(app, "work") == {"work": left}
