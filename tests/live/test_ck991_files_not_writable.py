from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from celerykit.project import Image, Process
from tests.live.build import found
from tests.rules.build import deployed, process


def messages(*processes: Process, images: tuple[Image, ...] = (), **settings: object) -> list[str]:
    facts = {"deployment": deployed(*processes, images=images)}
    return [one.message for one in found("CK991", broker_url="memory://", facts=facts, **settings)]


def by_hand(kind: str = "worker", folder: Path | None = None, **words: object) -> Process:
    """A command of a Makefile in this folder."""
    return process(kind, path=f"{folder}/Makefile" if folder else "Makefile", where="makefile", **words)


def test_finds_a_folder_that_is_missing(tmp_path: Path) -> None:
    worker = by_hand(pidfile=f"{tmp_path}/run/worker.pid", logfile=f"{tmp_path}/worker.log")

    assert messages(worker) == [
        f"pidfile of the worker (Makefile:1) cannot be written: {tmp_path}/run is no folder here"
    ]


def test_finds_it_of_a_path_beside_the_command(tmp_path: Path) -> None:
    beat = by_hand("beat", folder=tmp_path)

    assert messages(beat, beat_schedule_filename="var/schedule") == [
        f"schedule of the beat ({tmp_path}/Makefile:1) cannot be written: {tmp_path}/var is no folder here"
    ]
    (tmp_path / "var").mkdir()
    assert messages(beat, beat_schedule_filename="var/schedule") == []


def test_finds_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    assert messages(by_hand(), worker_state_db=str(tmp_path)) == [
        f"statedb of the worker (Makefile:1) cannot be written: {tmp_path} is a folder"
    ]


_AS_NOBODY = """
from tests.live.test_ck991_files_not_writable import by_hand, messages
for message in messages(by_hand(pidfile={pidfile!r}, logfile={logfile!r})):
    print(message)
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root may become somebody else")
def test_finds_what_belongs_to_another_user() -> None:
    from tests.servers.process import scratch

    with scratch() as folder:
        folder.chmod(0o755)
        log = folder / "worker.log"
        log.touch(0o644)
        script = _AS_NOBODY.format(pidfile=f"{folder}/worker.pid", logfile=str(log))
        command = ["setpriv", "--reuid=65534", "--clear-groups", sys.executable, "-c", script]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()

    assert said == [
        f"pidfile of the worker (Makefile:1) cannot be written: {folder} is root's, and closed to this user",
        f"logfile of the worker (Makefile:1) cannot be written: {log} is root's, and closed to this user",
    ]


@pytest.mark.parametrize(
    "worker",
    [
        process("worker", where="systemd", pidfile="/nowhere/worker.pid"),
        process("worker", where="compose", container=True, pidfile="/nowhere/worker.pid"),
        process("worker", where="procfile", pidfile="/nowhere/worker.pid"),
        process("worker", where="script", pidfile="nowhere/worker.pid"),
        by_hand(pidfile="/nowhere/%n.pid", logfile="-"),
        by_hand(pidfile="/nowhere/worker.pid", complete=False),
        by_hand(pidfile="/nowhere/worker.pid", uid="celery"),
        by_hand(pidfile="/nowhere/worker.pid", user="celery"),
    ],
)
def test_is_silent_of_what_may_run_elsewhere_or_as_somebody_else(worker: Process) -> None:
    assert messages(worker) == []


def test_is_silent_where_programs_run_in_containers() -> None:
    assert messages(by_hand(pidfile="/nowhere/worker.pid"), images=(Image(),)) == []


def test_is_silent_where_all_can_be_written(tmp_path: Path) -> None:
    worker = by_hand(pidfile=f"{tmp_path}/worker.pid", logfile=f"{tmp_path}/worker.log", statedb=f"{tmp_path}/state")
    assert messages(worker, by_hand("beat", schedule=f"{tmp_path}/schedule")) == []
