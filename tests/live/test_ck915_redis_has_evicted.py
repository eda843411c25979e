from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.live.build import found, tried
from tests.live.redis_states import client, configured
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis of its own that has deleted keys under `allkeys-lru`, and has room again."""
    with redis_running() as running, client(running) as asked:
        used = asked.info("memory")["used_memory"]
        with configured(running, maxmemory=str(used + 200_000), maxmemory_policy="allkeys-lru"):
            for number in range(2000):
                asked.set(f"key:{number}", "x" * 1000)
        assert asked.info("stats")["evicted_keys"] > 0
        yield running


def test_warns_that_queues_may_be_gone(server: RedisServer) -> None:
    (finding,) = found("CK915", broker_url=server.url(0))

    assert finding.severity == "warning"
    assert "keys to make room: queues with their tasks may be among them" in finding.message


def test_tells_that_results_may_be_gone(server: RedisServer, redis_url: str) -> None:
    ((severity, _, message),) = tried("CK915", broker_url=redis_url, result_backend=server.url(1))

    assert severity == "info"
    assert "results may be among them" in message


def test_tells_that_queues_are_spared_by_a_policy_for_what_expires(server: RedisServer) -> None:
    with configured(server, maxmemory_policy="volatile-ttl"):
        ((severity, _, message),) = tried("CK915", broker_url=server.url(0))

    assert severity == "info"
    assert "which queues do not" in message


def test_is_silent_where_nothing_was_deleted(redis_url: str, redis_url_other: str) -> None:
    assert tried("CK915", broker_url=redis_url, result_backend=redis_url_other) == []
