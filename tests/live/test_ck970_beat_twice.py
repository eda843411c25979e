from __future__ import annotations

from pathlib import Path

import pytest

from celerykit.live.ck970_beat_twice import BeatTwice
from celerykit.live.seen import seen
from celerykit.live.system import system_of
from tests.live.build import LIMIT, found, tried
from tests.live.rotas import MODULE, beat, program, says, worker
from tests.rules.build import project

pytestmark = [pytest.mark.servers, pytest.mark.slow]


def test_finds_two_beats_that_were_started_in_one_folder(redis_url: str, tmp_path: Path) -> None:
    folder = program(tmp_path)
    with beat(redis_url, folder) as one:
        with system_of(project(**says(redis_url)), limit=LIMIT) as system:
            assert list(BeatTwice().check(system)) == []
            assert f"beat {MODULE}: process {one.pid} of this machine, in {folder}" in list(seen(system))
        with beat(redis_url, folder) as other:
            findings = tried("CK970", **says(redis_url))
            with_lock = found("CK970", **says(redis_url, beat_scheduler="redbeat.RedBeatScheduler"))
            without_schedule = found("CK970", broker_url=redis_url, app=f"{MODULE}:app")
            of_another_program = found("CK970", **(says(redis_url) | {"app": "celerykit_other:app"}))

    pids = ", ".join(map(str, sorted((one.pid, other.pid))))
    message = f"2 beats run on this machine in {folder} (processes {pids}): each sends every scheduled task"
    assert findings == [("error", f"beat {MODULE}", message)]
    assert (with_lock, without_schedule, of_another_program) == ([], [], [])


def test_takes_beats_of_different_brokers_for_two_systems_of_one_program(
    redis_urls: tuple[str, str], tmp_path: Path
) -> None:
    folder, (url, other) = program(tmp_path), redis_urls
    with beat(url, folder), beat(other, folder):
        assert found("CK970", **says(url)) == []


def test_finds_two_beats_that_answer_wherever_they_run(redis_url: str, tmp_path: Path) -> None:
    folders = [program(tmp_path / name) for name in ("one", "other")]
    remote = "--enable-remote-control"
    with (
        beat(redis_url, folders[0], remote, "-n", "celerybeat@one"),
        beat(redis_url, folders[1], remote, "-n", "celerybeat@one"),
    ):
        # It is CK967 that names of workers are for.
        assert found("CK967", **says(redis_url)) == []
        ((without_worker, _, _),) = tried("CK970", **says(redis_url))
        with worker(redis_url, folders[0]):
            ((severity, thing, message),) = tried("CK970", **says(redis_url))

    # No worker tells whether there is one program or two.
    assert without_worker == "info"
    assert (severity, thing) == ("warning", "beat celerybeat@one")
    assert message == "2 beats answer: if they are of one program, each sends every scheduled task"
