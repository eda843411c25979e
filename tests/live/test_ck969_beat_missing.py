from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.live.base import NotChecked
from tests.live.build import found, tried
from tests.live.rotas import MODULE, beat, program, says, worker

pytestmark = pytest.mark.servers
NOTHING = "no beat runs on this machine, where broker and workers do"


@pytest.mark.slow
def test_finds_that_nothing_sends_the_schedule_of_a_program_that_runs_here(redis_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path)
    with worker(redis_url, folder):
        ((severity, thing, message),) = tried("CK969", **says(redis_url))
        with beat(redis_url, folder):
            assert found("CK969", **says(redis_url)) == []

    assert (severity, thing) == ("warning", f"beat {MODULE}:app")
    assert message == f"1 task stands on the schedule, and {NOTHING}"


@pytest.mark.slow
def test_is_silent_of_a_worker_that_is_a_beat_too(redis_url: str, tmp_path: Path) -> None:
    with worker(redis_url, program(tmp_path), "--beat"):
        assert found("CK969", **says(redis_url)) == []


@pytest.mark.slow
def test_finds_that_the_beat_does_not_answer_that_would(redis_url: str, tmp_path: Path) -> None:
    settings = says(redis_url, beat_enable_remote_control=True)
    with beat(redis_url, program(tmp_path), "--enable-remote-control"):
        assert found("CK969", **settings) == []

    ((_, _, message),) = tried("CK969", **settings)

    assert message.endswith("no beat answers, though beat_enable_remote_control is on")


def test_says_how_to_look_where_it_cannot_be_seen(redis_url: str) -> None:
    with pytest.raises(NotChecked, match="see whether celery beat runs on the machine that is to run it"):
        found("CK969", **says(redis_url))


def test_asks_nobody_where_nothing_is_scheduled() -> None:
    assert found("CK969", broker_url="redis://127.0.0.1:1/0") == []
