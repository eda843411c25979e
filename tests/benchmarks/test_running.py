"""A contestant publishes and works on a real server, and is stopped while others run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.throughput.contests import Contest, Contestant, Way
from benchmarks.throughput.measuring import measured
from benchmarks.throughput.places import Places
from benchmarks.throughput.running import NotMeasured, entered
from tests.servers.process import eventually


def state(process: int) -> str:
    """R, S, T: running, asleep, stopped (proc(5))."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.servers
@pytest.mark.slow
@pytest.mark.parametrize("way", ["publish", "pipeline", "batch"])
def test_a_run_publishes_and_works_and_leaves_the_worker_stopped(redis_urls: tuple[str, str], way: Way) -> None:
    broker_url, result_backend = redis_urls
    contestant = Contestant("x", "lever", "redis-redis", way=way)
    with entered(contestant, broker_url=broker_url, result_backend=result_backend, frozen=True) as entrant:
        for _ in range(2):
            times = entrant.run(3)
            assert min(times.publishing, times.working) > 0
            eventually(lambda: state(entrant.worker.pid) == "T", what="the worker is stopped")
    assert not entrant.worker.alive()


@pytest.mark.servers
@pytest.mark.slow
def test_a_worker_that_has_ended_is_said(redis_urls: tuple[str, str]) -> None:
    broker_url, result_backend = redis_urls
    contestant = Contestant("x", "lever", "redis-redis", worker=("--no-such-option",))
    with entered(contestant, broker_url=broker_url, result_backend=result_backend, frozen=True) as entrant:
        eventually(lambda: not entrant.worker.alive(), limit=30, what="the worker has ended")
        with pytest.raises(NotMeasured, match=r"(?s)the worker has ended.*--no-such-option"):
            entrant.run(2)


@pytest.mark.slow
def test_a_contestant_that_cannot_run_is_said_and_does_not_end_the_others() -> None:
    refused = Contestant("refused", "lever", "sqlalchemy-backend", settings={"no_such_setting": 1})
    contest = Contest("SQLite", "sqlite", "sqlite", (refused,), tasks=2, frozen=False)
    said: list[str] = []
    with Places() as places:
        (tally,) = measured(contest, places, rounds=1, seconds=0, say=said.append)
    assert tally.failed.startswith("the publisher ended at: publish")
    assert "no_such_setting" in "".join(said)


@pytest.mark.slow
def test_defaults_that_cannot_run_are_an_error() -> None:
    contest = Contest("nowhere", "sqlite", "sqlite", (), settings={"task_serializer": "no-such"}, frozen=False)
    with Places() as places, pytest.raises(NotMeasured, match="the publisher ended at"):
        measured(contest, places, rounds=1, seconds=0, say=lambda _: None)
