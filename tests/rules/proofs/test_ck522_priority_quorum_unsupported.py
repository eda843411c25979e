from __future__ import annotations

import pytest
from amqp.exceptions import PreconditionFailed

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


def test_rabbitmq_refuses_the_queue(rabbitmq_url: str) -> None:
    words = {"task_default_queue_type": "quorum", "task_queue_max_priority": 10}
    with client(rabbitmq_url, **words) as app, app.connection_for_write() as connection:
        queue = app.amqp.queues["celery"](connection.default_channel)
        with pytest.raises(PreconditionFailed, match="x-max-priority"):
            queue.declare()
