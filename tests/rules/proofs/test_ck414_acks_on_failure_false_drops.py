from __future__ import annotations

import pytest
from kombu import Connection

from tests.rules.proofs.apps import client, waiting
from tests.rules.proofs.fates import fate


def test_the_message_of_a_failed_task_is_rejected_and_not_put_back() -> None:
    failed = ValueError("failed")
    assert fate(failed, task_acks_late=True, task_acks_on_failure=False) == ["dropped", "FAILURE"]
    assert fate(failed, task_acks_late=True) == ["acknowledged", "FAILURE"]


@pytest.mark.servers
def test_redis_deletes_what_is_rejected_so(redis_url: str) -> None:
    with client(redis_url) as app:
        app.send_task("proof.add")
    with Connection(redis_url) as connection:
        message = connection.default_channel.basic_get("celery")
        message.reject(requeue=False)
        assert (waiting(redis_url), waiting(redis_url, "unacked")) == (0, 0)
