from __future__ import annotations

import pytest
import redis
from celery import Celery

from tests.rules.proofs.apps import client

pytestmark = pytest.mark.servers


def connections(url: str, app: Celery) -> int:
    """How many connections ten tasks took."""
    with redis.Redis.from_url(url) as server:
        before = server.info("stats")["total_connections_received"]
        for _ in range(10):
            app.send_task("proof.add")
        return int(server.info("stats")["total_connections_received"] - before)


def test_each_task_takes_a_connection_of_its_own(redis_url: str) -> None:
    with client(redis_url, broker_pool_limit=None) as app:
        assert connections(redis_url, app) >= 10


def test_a_pool_keeps_one_open(redis_url: str) -> None:
    with client(redis_url, broker_pool_limit=10) as app:
        assert connections(redis_url, app) < 5
