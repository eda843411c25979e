"""What the checks on Redis cost a broker with much in it: which commands, how many, how many bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest
import redis

from celerykit.findings import Finding
from celerykit.live import CHECKS, load
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.queue_depths import depths
from celerykit.live.redis_search import waiting
from celerykit.live.system import System, system_of
from tests.live.redis_states import client
from tests.rules.build import project
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers
REDIS = [module[:5].upper() for module in CHECKS if "_redis_" in module]
MANY = 100_000

# None of them changes anything, and none takes longer where a key holds more.
ALLOWED = {
    *("client", "config|get", "exec", "hello", "hlen", "info", "llen", "multi", "ping", "scan", "scard", "select"),
    *("smembers", "sscan", "time", "type", "zcard", "zcount", "zrange"),
}


@pytest.fixture(scope="module")
def full() -> Iterator[RedisServer]:
    """A Redis with many tasks that wait, many that are held, and much else."""
    with redis_running() as server, client(server) as asked:
        task = "x" * 100
        for start in range(0, MANY, 10_000):
            asked.lpush("celery", *[task] * 10_000)
            asked.mset({f"session:{number}": task for number in range(start, start + 10_000)})
        asked.hset("unacked", mapping={str(number): task for number in range(10_000)})
        asked.zadd("unacked_index", {str(number): number for number in range(10_000)})
        asked.sadd("_kombu.binding.celery", *[f"k{number}\x06\x16\x06\x16q{number}" for number in range(5_000)])
        yield server


def calls(asked: redis.Redis) -> Counter[str]:
    """How often each command was called so far."""
    stats = asked.info("commandstats")
    return Counter({name.removeprefix("cmdstat_"): said["calls"] for name, said in stats.items()})


def answered(check: LiveCheck, system: System) -> Iterator[Finding]:
    """What a check finds before it cannot look any further."""
    with suppress(NotChecked):
        yield from check.check(system)


def test_a_run_reads_little_and_changes_nothing(full: RedisServer) -> None:
    queues: dict[str, dict[str, str]] = {f"queue{number}": {} for number in range(20)}
    with client(full) as asked:
        digest = asked.dbsize(), asked.info("persistence")["rdb_changes_since_last_save"]
        before, sent = calls(asked), asked.info("stats")["total_net_output_bytes"]
        with system_of(project(broker_url=full.url(0), task_queues={"celery": {}, **queues})) as system:
            found = {one.code for check in load(REDIS) for one in answered(check, system)}
            depths(system)
        spent = asked.info("stats")["total_net_output_bytes"] - sent
        used = calls(asked) - before
        assert (asked.dbsize(), asked.info("persistence")["rdb_changes_since_last_save"]) == digest

    assert {"CK916", "CK918", "CK919"} <= found
    assert {name.partition("|")[0] if name.startswith("client") else name for name in used} <= ALLOWED
    # 30 keys for each queue by CK917 and 4 by the depths; a hundred looks at keys, and some four more.
    assert used["llen"] <= 21 * 34
    assert used["scan"] <= 104
    assert used.total() < 900
    assert spent < 300_000


def test_a_task_is_looked_for_within_bounds(redis_server: RedisServer, redis_url: str) -> None:
    heavy = b"x" * 500_000
    with client(redis_server, redis_url) as asked, system_of(project(broker_url=redis_url)) as system:
        for _ in range(12):
            asked.lpush("celery", *[heavy] * 10)
        before, sent = calls(asked), asked.info("stats")["total_net_output_bytes"]
        with pytest.raises(NotChecked, match="more waits in the queues than is looked at"):
            waiting(system, "some-id")
        spent = asked.info("stats")["total_net_output_bytes"] - sent
        used = calls(asked) - before
        asked.delete("celery")

    # Five at first, as nobody knows how large they are, then two by two: 50 MB, and what the last page has above it.
    assert used["lrange"] <= 50
    assert spent < 52_000_000


def test_a_task_is_found_among_many(full: RedisServer) -> None:
    message = '{"headers": {"id": "some-id", "task": "proj.add"}, "properties": {}}'
    parent = '{"headers": {"id": "other-id", "parent_id": "some-id"}, "properties": {}}'
    with client(full) as asked, system_of(project(broker_url=full.url(0))) as system:
        asked.linsert("celery", "BEFORE", "x" * 100, message)
        asked.lpush("celery", parent)
        found = waiting(system, "some-id")
        asked.lrem("celery", 1, message)
        asked.lrem("celery", 1, parent)

    assert found
    assert found.text == f"it waits in the queue celery, {MANY} before it: proj.add"
