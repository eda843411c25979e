from __future__ import annotations

import pytest
import redis

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


def keys(url: str, **settings: object) -> set[str]:
    """What a task that is sent, and a result, leave in the database."""
    with client(url, url, result_expires=None, **settings) as app:
        app.send_task("proof.add")
        app.backend.store_result("one", 3, "SUCCESS")
    with redis.Redis.from_url(url, decode_responses=True) as server:
        return {
            key.replace("one", "…") for key in server.scan_iter() if not key.rpartition(":")[2].startswith("_kombu")
        }


def test_each_of_the_two_dictionaries_is_for_one_side(redis_url: str) -> None:
    assert keys(redis_url, broker_transport_options={"global_keyprefix": "shop:"}) >= {
        "shop:celery",
        "celery-task-meta-…",
    }


def test_results_get_an_underscore(redis_url: str) -> None:
    found = keys(redis_url, result_backend_transport_options={"global_keyprefix": "shop"})
    assert "shop_celery-task-meta-…" in found
