from __future__ import annotations

import pytest
from amqp.exceptions import PreconditionFailed

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import in_order

pytestmark = pytest.mark.servers


def test_rabbitmq_refuses_more_than_255(rabbitmq_url: str) -> None:
    with client(rabbitmq_url, task_queue_max_priority=256) as app, app.connection_for_write() as connection:
        queue = app.amqp.queues["celery"](connection.default_channel)
        with pytest.raises(PreconditionFailed, match="x-max-priority"):
            queue.declare()


@pytest.mark.parametrize("most", [None, 10])
def test_redis_does_not_look_at_it(redis_url: str, most: int | None) -> None:
    with client(redis_url, task_queue_max_priority=most) as app:
        for name in ("9", "0", "5"):
            app.send_task(name, priority=int(name))
        assert in_order(app, "celery") == ["0", "5", "9"]
