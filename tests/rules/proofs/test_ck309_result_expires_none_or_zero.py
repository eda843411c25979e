from __future__ import annotations

import pytest
import redis

from tests.rules.proofs.apps import client

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:Call to deprecated setex")]


@pytest.mark.parametrize(("expires", "left"), [(None, -1), (0, -1), (0.5, -1), (60, 60)])
def test_the_key_of_a_result_has_no_time_to_live(redis_url: str, expires: float | None, left: int) -> None:
    with client(backend=redis_url, result_expires=expires) as app, redis.Redis.from_url(redis_url) as server:
        app.backend.store_result("some-id", 4, "SUCCESS")
        assert server.ttl("celery-task-meta-some-id") == left  # -1: for ever
