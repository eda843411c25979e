from __future__ import annotations

import pytest

from celerykit.live.base import NotChecked
from celerykit.live.heartbeats import Heartbeat
from tests.live.build import found, tried
from tests.live.crews import clock, worker


@pytest.mark.servers
@pytest.mark.slow
def test_finds_the_worker_whose_clock_is_behind_and_not_the_other(redis_url: str) -> None:
    with worker(redis_url, "right@here"), worker(redis_url, "late@here", env=clock(-90)):
        ((severity, thing, message),) = tried("CK966", broker_url=redis_url)

    assert (severity, thing) == ("error", "worker late@here")
    assert message in {"its clock is 90 s behind the clock here", "its clock is 89 s behind the clock here"}


@pytest.mark.servers
@pytest.mark.slow
def test_finds_the_worker_whose_clock_is_ahead(rabbitmq_url: str) -> None:
    with worker(rabbitmq_url, "early@here", env=clock(30)):
        ((severity, thing, message),) = tried("CK966", broker_url=rabbitmq_url)

    assert (severity, thing) == ("warning", "worker early@here")
    assert message in {"its clock is 30 s ahead of the clock here", "its clock is 29 s ahead of the clock here"}


@pytest.mark.servers
@pytest.mark.slow
def test_a_worker_without_heart_or_gossip_is_not_checked(redis_url: str) -> None:
    quiet = ("--pool=solo", "--without-mingle", "--without-gossip", "--without-heartbeat")
    with worker(redis_url, "quiet@here", args=quiet), pytest.raises(NotChecked, match="send no heartbeats"):
        found("CK966", broker_url=redis_url)


@pytest.mark.servers
def test_without_a_worker_nothing_is_known_of_its_clock(redis_url: str) -> None:
    with pytest.raises(NotChecked, match="no worker answers"):
        found("CK966", broker_url=redis_url)


@pytest.mark.parametrize(("at", "drift"), [(100.0, 0.0), (104.0, 0.0), (114.0, 10.0), (90.0, -10.0)])
def test_what_lies_between_question_and_answer_is_no_drift(at: float, drift: float) -> None:
    assert Heartbeat("w@h", 1, at, asked=100.0, received=104.0).drift == drift
