from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from celerykit.live.base import NotChecked
from celerykit.live.round_trips import Trip, round_trips
from celerykit.live.seen import seen
from celerykit.live.system import system_of
from tests.live.build import found
from tests.rules.build import project
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer
from tests.workers import running_worker

pytestmark = pytest.mark.servers


def settings(broker: str, results: str) -> dict[str, object]:
    return {
        "broker_url": broker,
        "result_backend": results,
        "task_queues": {"mail": {"routing_key": "mail"}, "video": {"routing_key": "video"}},
        "task_default_queue": "mail",
    }


def write(folder: Path, written: dict[str, object]) -> None:
    (folder / "celery_app.py").write_text(f"from celery import Celery\napp = Celery()\napp.conf.update({written!r})\n")


@pytest.fixture(scope="module")
def on_redis(redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    written = settings(*redis_server.fresh_pair())
    folder = tmp_path_factory.mktemp("redis")
    write(folder, written)
    with running_worker(cwd=folder, args=("-Q", "mail,video", "-P", "threads")):
        yield written


def test_a_task_goes_through_each_queue_and_leaves_nothing(on_redis: dict[str, object]) -> None:
    with system_of(project(**on_redis), round_trip=True, limit=1) as system:
        trips = system.once(round_trips)
        said = list(seen(system))

    assert [(trip.queue, trip.state, trip.wrong) for trip in trips] == [
        ("mail", "SUCCESS", ""),
        ("video", "SUCCESS", ""),
    ]
    assert all(0 < trip.sent < (trip.back or 0) for trip in trips)
    assert sum(line.startswith(("queue mail: a task was sent in", "queue video: ")) for line in said) == 2
    with redis.Redis.from_url(str(on_redis["result_backend"])) as store:
        assert not store.exists(*(f"celery-task-meta-{trip.task_id}" for trip in trips))


def test_tells_of_a_few_of_many_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    trips = [Trip(f"q{number}", "id", 0.001, number / 100, "SUCCESS") for number in range(12)]
    with system_of(project(broker_url="memory://")) as system:
        monkeypatch.setattr(system, "answered", lambda ask: trips if ask is round_trips else None)
        *few, last = seen(system)

    assert len(few) == 10
    assert few[-1] == "queue q9: a task was sent in 1 ms, and its result was here after 90 ms"
    assert last == "2 more queues: each result was here after 110 ms at most"


def test_nothing_is_sent_unless_asked_for(on_redis: dict[str, object]) -> None:
    with pytest.raises(NotChecked, match="only with --round-trip"):
        found("CK980", **on_redis)


def test_finds_that_results_are_kept_elsewhere(on_redis: dict[str, object], redis_server: RedisServer) -> None:
    _, other = redis_server.fresh_pair()

    findings = found("CK980", round_trip=True, limit=1, **{**on_redis, "result_backend": other})

    assert [str(one.things[0]) for one in findings] == ["queue mail", "queue video"]
    assert findings[0].message == "celery.accumulate was sent, and within 1 s no result came back"


def test_a_queue_that_nobody_reads_is_sent_nothing(on_redis: dict[str, object]) -> None:
    more = {"mail": {}, "lonely": {}}

    with system_of(project(**{**on_redis, "task_queues": more}), round_trip=True, limit=1) as system:
        trips = system.once(round_trips)

    assert [trip.queue for trip in trips] == ["mail"]
    with redis.Redis.from_url(str(on_redis["broker_url"])) as broker:
        assert not broker.exists("lonely")


def test_each_task_goes_to_the_queue_that_is_named_for_it(on_redis: dict[str, object]) -> None:
    """Nobody reads the default queue here: nothing must go there, nor stay there."""
    written = {**on_redis, "task_default_queue": "elsewhere"}

    with system_of(project(**written), round_trip=True, limit=1) as system:
        trips = system.once(round_trips)

    assert [(trip.queue, trip.wrong) for trip in trips] == [("mail", ""), ("video", "")]
    with redis.Redis.from_url(str(on_redis["broker_url"])) as broker:
        assert not broker.exists("elsewhere")


def test_nothing_is_sent_where_results_are_kept_through_django(on_redis: dict[str, object]) -> None:
    with pytest.raises(NotChecked, match="through Django"):
        found("CK980", round_trip=True, **{**on_redis, "result_backend": "django-db"})


def test_nothing_is_sent_by_a_broker_in_memory() -> None:
    with pytest.raises(NotChecked, match="a broker in memory is that of one process"):
        found("CK980", round_trip=True, broker_url="memory://", result_backend="cache+memory://")


def test_nothing_is_sent_where_only_the_program_itself_could_read_it(on_redis: dict[str, object]) -> None:
    with pytest.raises(NotChecked, match="only the program itself has its serializer our-own"):
        found("CK980", round_trip=True, **{**on_redis, "result_serializer": "our-own"})


def test_without_results_nothing_can_be_seen_to_come_back(on_redis: dict[str, object]) -> None:
    with pytest.raises(NotChecked, match="no result backend is configured"):
        found("CK980", round_trip=True, **{**on_redis, "result_backend": None})


def test_replies_to_the_sender_come_back_too(rabbitmq_server: RabbitServer, tmp_path: Path) -> None:
    written = settings(rabbitmq_server.fresh(), "rpc://")
    write(tmp_path, written)
    with running_worker(cwd=tmp_path, args=("-Q", "mail,video", "-P", "solo")):
        assert found("CK980", round_trip=True, **written) == []
