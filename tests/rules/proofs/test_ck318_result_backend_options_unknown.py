from __future__ import annotations

import pytest
import redis

from tests.rules.proofs.apps import client

pytestmark = [pytest.mark.servers, pytest.mark.filterwarnings("ignore:Call to deprecated setex")]


@pytest.mark.parametrize(
    ("name", "key"),
    [("global_keyprefix", b"proj_celery-task-meta-some-id"), ("keyprefix", b"celery-task-meta-some-id")],
)
def test_what_is_not_read_has_no_effect(redis_url: str, name: str, key: bytes) -> None:
    with client(backend=redis_url, result_backend_transport_options={name: "proj"}) as app:
        app.backend.store_result("some-id", 4, "SUCCESS")
        with redis.Redis.from_url(redis_url) as server:
            assert server.keys() == [key]
