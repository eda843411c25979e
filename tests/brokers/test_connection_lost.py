"""A worker that loses Redis, for tasks and for results, while it runs tasks."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.brokers.shop import journal, noted, said, shop
from tests.servers.redis import redis_running
from tests.workers import running_worker

NAMES = ("one", "two", "three")
SEND = f"""
import json, shop
print(json.dumps([shop.nap.delay(name, 4).id for name in {NAMES}]))
"""
STATES = """
import json, shop
print(json.dumps([shop.app.AsyncResult(one).get(timeout=40) or shop.app.AsyncResult(one).state for one in {ids}]))
"""


@pytest.mark.servers
@pytest.mark.slow
def test_tasks_that_ran_while_redis_was_restarted_are_finished_once(tmp_path: Path) -> None:
    with redis_running(durable=True) as server:
        broker, results = server.fresh_pair()
        env = {"PROFILE": "redis-redis", "CELERY_BROKER_URL": broker, "CELERY_RESULT_BACKEND": results}
        with running_worker("shop:app", cwd=shop(tmp_path), env=env, args=["--concurrency=2"]):
            ids = said(tmp_path, SEND, env)
            noted(tmp_path, "start one", "start two")
            server.kill(signal.SIGTERM)
            server.start()
            assert said(tmp_path, STATES.format(ids=ids), env) == ["SUCCESS"] * 3
    assert Counter(journal(tmp_path)) == Counter(f"{what} {one}" for what in ("start", "end") for one in NAMES)
