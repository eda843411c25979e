from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from tests.live.build import found
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis of its own: what is set here would disturb others."""
    with redis_running() as running:
        yield running


def configured(server: RedisServer, policy: str, memory: str = "100mb") -> tuple[str, str]:
    with redis.Redis(port=server.port) as client:
        client.config_set("maxmemory-policy", policy)
        client.config_set("maxmemory", memory)
    return server.fresh_pair()


def test_finds_a_broker_that_may_delete_its_queues(server: RedisServer) -> None:
    broker, _ = configured(server, "allkeys-lru")

    (finding,) = found("CK912", broker_url=broker)

    assert finding.severity == "error"
    assert (
        finding.message
        == "maxmemory-policy is allkeys-lru: at 100 MiB of memory it deletes queues with all their tasks"
    )
    assert [str(thing) for thing in finding.things] == [f"broker {broker}"]


def test_warns_of_a_store_that_may_delete_results(server: RedisServer) -> None:
    broker, results = configured(server, "volatile-ttl")

    (finding,) = found("CK912", broker_url=broker, result_backend=results)

    assert finding.severity == "warning"
    assert "results that nobody has read" in finding.message


def test_is_silent_where_nothing_is_deleted(server: RedisServer) -> None:
    broker, results = configured(server, "noeviction")

    assert found("CK912", broker_url=broker, result_backend=results) == []


def test_is_silent_where_memory_has_no_limit(server: RedisServer) -> None:
    broker, results = configured(server, "allkeys-lru", "0")

    assert found("CK912", broker_url=broker, result_backend=results) == []


def test_is_silent_of_results_policies_where_redis_is_the_broker_only(server: RedisServer) -> None:
    broker, _ = configured(server, "volatile-lru")

    assert found("CK912", broker_url=broker) == []
