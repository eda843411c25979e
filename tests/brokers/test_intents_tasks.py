"""What a task says of itself, tasks that kill their process, and the order of priorities: at work, on real servers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.brokers.shop import journal, noted, said, shop
from tests.workers import LOST, running_worker

pytestmark = pytest.mark.servers

ORDER = """
import json, shop
for name in ("low", "high", "normal"):
    for number in range(2):
        shop.nap.apply_async((f"{name}{number}", 0), priority=shop.config.priority(name))
    shop.nap.apply_async(("unsaid" + name, 0))
print(json.dumps(True))
"""
OWN = """
import json, shop
failing = shop.own.delay()
early = shop.early.delay()
brief = shop.brief.delay()
poison = shop.poison.delay()
good = [shop.add.delay(n, n) for n in range(10)]
values = [result.get(timeout=60) for result in good]
for result in (failing, early, brief, poison):
    result.get(timeout=60, propagate=False)
print(json.dumps([values, failing.state, early.state, brief.state, poison.state, type(poison.result).__name__]))
"""


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_what_a_task_says_of_itself_holds_and_poison_ends(
    broker: str, tmp_path: Path, more_redis_urls: Callable[[], tuple[str, str]], request: pytest.FixtureRequest
) -> None:
    first, second = more_redis_urls()
    url = first if broker == "redis" else request.getfixturevalue("rabbitmq_url")
    env = {"PROFILE": "redis-redis", "CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": second}
    env["CELERYKIT_WORKER_LOST_WAIT"] = str(LOST)
    shop(tmp_path)
    # Sent before the worker is there, so that it takes them in the order of their priorities.
    assert said(tmp_path, ORDER, env)
    with running_worker("shop:app", cwd=tmp_path, env=env, args=["--concurrency=1"]):
        noted(tmp_path, "end low1")
        order = [line.partition(" ")[2].rstrip("01") for line in journal(tmp_path) if line.startswith("end")]
        values, *states = said(tmp_path, OWN, env)
    middle = ["unsaidlow", "unsaidhigh", "normal", "normal", "unsaidnormal"]
    assert order == ["high", "high", *middle, "low", "low"]
    assert values == [n + n for n in range(10)]
    # Tried once and once again, as it says itself; once, since it is acknowledged early; and once and once again.
    assert states == ["FAILURE", "FAILURE", "FAILURE", "FAILURE", "WorkerLostError"]
    lines = journal(tmp_path)
    assert [lines.count(line) for line in ("own False 77 0", "early", "poison")] == [2, 1, 2]
