from __future__ import annotations

import pytest
from kombu import Queue

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import waiting_in


def test_kombu_drops_what_a_queue_does_not_have() -> None:
    assert not hasattr(Queue("mail", priority=5), "priority")


@pytest.mark.servers
def test_redis_does_not_look_at_arguments(redis_url: str) -> None:
    with client(redis_url, task_queues=[Queue("celery", max_length=1, queue_arguments={"x-max-length": 1})]) as app:
        app.send_task("proj.add")
        app.send_task("proj.add")
        assert waiting_in(app, "celery") == {"celery": 2}
