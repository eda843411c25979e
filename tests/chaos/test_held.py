"""The counting, tried on real brokers with messages that we lose on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from celery import Celery
from kombu.connection import Connection

from tests.chaos.counts import count, read_notes
from tests.chaos.held import in_rabbitmq, in_redis
from tests.chaos.journal import note
from tests.chaos.setup import Setup

pytestmark = pytest.mark.servers

TASKS = [f"task-{number}" for number in range(1, 9)]


def publish(url: str, folder: Path) -> Setup:
    """Eight tasks that nobody works on, accepted; the second is noted as finished."""
    setup = Setup(folder, None, url, "cache+memory://")
    with Celery(set_as_current=False, broker=url) as app:
        for task in TASKS:
            app.send_task("chaos.work", (0,), task_id=task, priority=3 if task == "task-4" else None)
            note(setup.published, "accepted", task, "0.001")
    note(setup.runs, "finished", "task-2", 1)
    return setup


def lost_and_stranded(setup: Setup, held: Sequence[str]) -> tuple[tuple[str, ...], int]:
    counts = count(read_notes(setup), held)
    return counts.lost, len(counts.stranded)


def test_a_message_taken_out_of_redis_by_hand_is_lost_and_no_other(redis_url: str, tmp_path: Path) -> None:
    import redis

    setup = publish(redis_url, tmp_path)
    assert lost_and_stranded(setup, in_redis(redis_url)) == ((), 7)
    with redis.Redis.from_url(redis_url) as client:
        assert b'"id": "task-1"' in client.rpop("celery")
    assert lost_and_stranded(setup, in_redis(redis_url)) == (("task-1",), 6)


def test_a_message_that_a_dead_worker_took_is_still_in_redis(redis_url: str, tmp_path: Path) -> None:
    import redis

    setup = publish(redis_url, tmp_path)
    with Connection(redis_url) as connection:  # type: ignore[no-untyped-call]
        assert connection.channel().basic_get("celery").headers["id"] == "task-1"
        with redis.Redis.from_url(redis_url) as client:
            assert client.hlen("unacked") == 1
        assert lost_and_stranded(setup, in_redis(redis_url)) == ((), 7)


def test_a_message_taken_out_of_rabbitmq_by_hand_is_lost_and_no_other(rabbitmq_url: str, tmp_path: Path) -> None:
    setup = publish(rabbitmq_url, tmp_path)
    with Connection(rabbitmq_url) as connection:  # type: ignore[no-untyped-call]
        channel = connection.channel()
        assert channel.basic_get("celery", no_ack=True).headers["id"] == "task-1"
        # Taken and not acknowledged: the broker's own again once the connection is gone.
        assert channel.basic_get("celery").headers["id"] == "task-2"
        assert channel.basic_get("celery").headers["id"] == "task-3"
    assert lost_and_stranded(setup, in_rabbitmq(rabbitmq_url, ["celery"])) == (("task-1",), 6)
