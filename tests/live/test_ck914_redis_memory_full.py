from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from tests.live.build import found, tried
from tests.live.redis_states import client, configured
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis of its own: what is set here would disturb others."""
    with redis_running() as running:
        yield running


def of_used(server: RedisServer, times: float) -> str:
    """So many times the memory that it uses."""
    with client(server) as asked:
        return str(int(asked.info("memory")["used_memory"] * times))


def test_finds_a_full_broker_which_refuses_tasks(server: RedisServer) -> None:
    broker, results = server.fresh_pair()

    with configured(server, maxmemory=of_used(server, 0.9)), client(server, broker) as asked:
        with pytest.raises(redis.OutOfMemoryError):
            asked.lpush("celery", "a task")
        (finding,) = found("CK914", broker_url=broker, result_backend=results)

    assert finding.severity == "error"
    assert "MiB that maxmemory allows: it refuses all tasks and results" in finding.message


def test_finds_a_full_broker_that_found_nothing_to_delete(server: RedisServer) -> None:
    broker, _ = server.fresh_pair()

    with configured(server, maxmemory=of_used(server, 0.9), maxmemory_policy="volatile-lru"):
        assert [severity for severity, _, _ in tried("CK914", broker_url=broker)] == ["error"]


def test_warns_of_one_that_is_nearly_full(server: RedisServer) -> None:
    broker, _ = server.fresh_pair()

    with client(server, broker) as asked:
        asked.rpush("celery", *["x" * 1000] * 20_000)
        with configured(server, maxmemory=of_used(server, 1.04)):
            ((severity, _, message),) = tried("CK914", broker_url=broker)
        asked.delete("celery")

    assert severity == "warning"
    assert "when that is full, it refuses" in message


def test_is_silent_about_one_that_deletes_as_it_goes(server: RedisServer) -> None:
    broker, _ = server.fresh_pair()

    with configured(server, maxmemory=of_used(server, 0.95), maxmemory_policy="allkeys-lru"):
        assert tried("CK914", broker_url=broker) == []


@pytest.mark.parametrize("memory", ["0", "100mb"])
def test_is_silent_where_there_is_room(server: RedisServer, memory: str) -> None:
    broker, results = server.fresh_pair()

    with configured(server, maxmemory=memory):
        assert tried("CK914", broker_url=broker, result_backend=results) == []
