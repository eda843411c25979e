from __future__ import annotations

import pytest
import redis

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


def test_who_can_write_to_the_list_has_a_task_run(redis_url: str, redis_url_other: str) -> None:
    with client(redis_url) as app:
        app.send_task("proof.add")
    with redis.Redis.from_url(redis_url) as known, redis.Redis.from_url(redis_url_other) as stranger:
        message = known.lpop("celery")
        stranger.lpush("celery", message)
    with client(redis_url_other) as app, app.connection_for_read() as connection:
        assert connection.SimpleQueue("celery").get(timeout=10).headers["task"] == "proof.add"
