"""A worker that is stopped as an orchestrator does it: SIGTERM, a grace, SIGKILL."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.brokers.shop import app_under, journal, noted, said, shop
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

SEND = """
import json, shop
shop.cut.delay("long", 60)
shop.nap.delay("short", 1)
print(json.dumps(True))
"""


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_a_stop_in_time_loses_nothing_and_runs_nothing_twice_that_had_ended(
    broker: str, tmp_path: Path, redis_urls: tuple[str, str], request: pytest.FixtureRequest
) -> None:
    url = redis_urls[0] if broker == "redis" else request.getfixturevalue("rabbitmq_url")
    env = {
        "PROFILE": "redis-redis",
        "CELERY_BROKER_URL": url,
        "CELERY_RESULT_BACKEND": redis_urls[1],
        "CELERYKIT_INTENT__STOP_WITHIN": "7s",
        "REMAP_SIGTERM": "SIGQUIT",
    }
    with running_worker("shop:app", cwd=shop(tmp_path), env=env) as worker:
        assert said(tmp_path, SEND, env)
        noted(tmp_path, "start long", "start short")
        before = time.monotonic()
        worker.kill(signal.SIGTERM)
        # The short task ends in the 2 s of the soft shutdown. A busy machine takes longer for the rest.
        assert time.monotonic() - before < 15
    assert sorted(journal(tmp_path)) == ["end short", "start long", "start short"]
    # The task that was cut short is there for the next worker, and nothing else is.
    app = app_under("redis-redis", {name: env[name] for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND")})
    with app.connection() as connection:
        queue = app.amqp.queues["shop"](connection.default_channel)
        message = eventually(lambda: queue.get(no_ack=True), limit=10, what="the long task is back")
        assert message.payload[0] == ["long", 60]
        assert queue.get(no_ack=True) is None
