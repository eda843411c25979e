from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from tests.live.build import found, tried
from tests.live.redis_states import client, configured
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A Redis of its own for each test: it counts refusals since its start."""
    with redis_running() as running:
        yield running


def test_warns_where_hardly_a_place_is_left(server: RedisServer) -> None:
    broker, results = server.fresh_pair()

    with configured(server, maxclients="20"):
        holders = [client(server) for _ in range(17)]
        for holder in holders:
            holder.ping()
        (finding,) = found("CK909", broker_url=broker, result_backend=results)
        for holder in holders:
            holder.close()

    assert finding.severity == "warning"
    assert "clients are connected of 20 that it takes" in finding.message


def test_finds_that_no_place_is_left(server: RedisServer) -> None:
    broker, results = server.fresh_pair()

    with configured(server, maxclients="1"):
        findings = tried("CK909", broker_url=broker, result_backend=results)

    taken = "all of its places for clients are taken: it turns workers and publishers away"
    assert findings == [("error", f"broker {broker}", taken), ("error", f"results {results}", taken)]


def test_tells_of_clients_that_were_turned_away(server: RedisServer) -> None:
    broker, _ = server.fresh_pair()

    with configured(server, maxclients="2"), client(server) as one, client(server) as other, client(server) as third:
        one.ping()
        with pytest.raises(redis.ConnectionError, match="max number of clients"):
            [asked.ping() for asked in (other, third)]

    (finding,) = found("CK909", broker_url=broker)

    assert finding.severity == "info"
    assert "it has turned away" in finding.message


def test_is_silent_where_places_are_left(server: RedisServer) -> None:
    broker, results = server.fresh_pair()

    assert tried("CK909", broker_url=broker, result_backend=results) == []
