from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
import redis

from tests.live.build import found, tried
from tests.live.crews import worker
from tests.live.redis_states import client, sender
from tests.servers.process import eventually
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers
HOURS = 2 * 3600


@pytest.fixture
def left_behind(redis_server: RedisServer, redis_url: str) -> Iterator[redis.Redis]:
    """The broker after a worker that held three messages was killed."""
    with client(redis_server, redis_url) as asked, worker(redis_url, "first@h") as running:
        with sender(redis_url) as app:
            for _ in range(3):
                app.send_task("crew.rest", countdown=HOURS)
        eventually(lambda: asked.hlen("unacked") == 3, what="the worker holds them")
        running.kill(signal.SIGKILL)
        yield asked


def grow_old(asked: redis.Redis, count: int) -> None:
    """As if two hours had gone by since a worker took some of the messages."""
    for tag in asked.hkeys("unacked")[:count]:
        asked.zincrby("unacked_index", -HOURS, tag)


def test_finds_what_no_worker_puts_back_until_one_starts(left_behind: redis.Redis, redis_url: str) -> None:
    assert tried("CK916", broker_url=redis_url) == []

    grow_old(left_behind, 2)
    (finding,) = found("CK916", broker_url=redis_url)
    patient = tried("CK916", broker_url=redis_url, broker_transport_options={"visibility_timeout": 2 * HOURS})
    with worker(redis_url, "second@h"):
        eventually(lambda: tried("CK916", broker_url=redis_url) == [], what="the worker puts them back")

    assert finding.severity == "warning"
    assert finding.message.startswith("2 messages, taken by workers 2 h ")
    assert finding.message.endswith("should have been put back after visibility_timeout, 1 h: no worker does it")
    assert patient == []


def test_finds_what_is_in_the_hash_alone(left_behind: redis.Redis, redis_url: str) -> None:
    left_behind.zpopmin("unacked_index")
    ((_, _, one),) = tried("CK916", broker_url=redis_url)
    # As Redis does it where it deletes keys to make room.
    left_behind.delete("unacked_index")
    ((_, thing, three),) = tried("CK916", broker_url=redis_url)

    assert one.startswith("one message in unacked is not in its index unacked_index")
    assert three.startswith("3 messages in unacked are not in its index unacked_index")
    assert thing == f"broker {redis_url}"


def test_looks_under_the_prefix_and_names_of_the_configuration(redis_server: RedisServer, redis_url: str) -> None:
    options = {"global_keyprefix": "shop:", "unacked_key": "held", "unacked_index_key": "held_index"}
    with client(redis_server, redis_url) as asked, sender(redis_url, broker_transport_options=options) as app:
        app.send_task("proj.add")
        with app.connection_for_read() as connection:
            assert connection.default_channel.basic_get("celery")
            asked.zincrby("shop:held_index", -HOURS, asked.hkeys("shop:held")[0])

            assert len(tried("CK916", broker_url=redis_url, broker_transport_options=options)) == 1
            assert tried("CK916", broker_url=redis_url) == []


def test_is_silent_where_nothing_is_noted(redis_url: str) -> None:
    assert tried("CK916", broker_url=redis_url, broker_transport_options={"ack_emulation": False}) == []
