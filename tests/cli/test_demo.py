"""`celerykit demo`, run as a process: what it shows, and what it leaves."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from celerykit.cli.demo import stoppable
from celerykit.demo.screen import journey_lines
from celerykit.demo.sending import Sent
from tests.workers import celery_environment, eventually, free_port

LIMIT = 60


def start(folder: Path, *words: str, **env: str) -> subprocess.Popen[str]:
    scratch = folder / "scratch"
    scratch.mkdir()
    return subprocess.Popen(
        [sys.executable, "-m", "celerykit", "demo", *words],
        cwd=folder,
        env=celery_environment({"TMPDIR": str(scratch), **env}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def worker_of(output: str) -> int:
    found = re.search(r"\(process (\d+)\)", output)
    assert found, output
    return int(found[1])


def runs(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def left_in(folder: Path) -> list[Path]:
    return list(folder.rglob("*celery*"))


@pytest.mark.slow
def test_shows_the_whole_way_without_a_server(tmp_path: Path) -> None:
    demo = start(tmp_path)
    out, err = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 0, err
    assert "not durable: for a laptop" in out
    assert re.search(r"task_track_started +True +.*sqlalchemy-backend\.toml:\d+", out)
    assert "PENDING → STARTED → SUCCESS" in out
    assert "ZeroDivisionError: division by zero" in out
    assert "37 of 37 tasks done: 1 FAILURE, 36 SUCCESS" in out
    assert re.search(r"25 through (\S+), 12 through \1-reports", out)
    assert re.search(r"\d+ tasks/s", out)
    assert "done 37/37" in out
    assert re.search(r"validator: \w+ findings?, \d+ rules run", out)
    assert not runs(worker_of(out))
    assert left_in(tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_the_worker_when_it_is_interrupted(tmp_path: Path, number: signal.Signals) -> None:
    demo = start(tmp_path)
    assert demo.stdout
    said = ""
    while "(process" not in said:
        line = demo.stdout.readline()
        assert line, said
        said += line
    demo.send_signal(number)
    demo.communicate(timeout=LIMIT)
    assert demo.returncode == 130
    eventually(lambda: not runs(worker_of(said)), limit=5, what="the worker is gone")
    assert left_in(tmp_path) == []


def test_an_interruption_that_python_drops_is_heeded_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raised while a destructor runs goes nowhere."""

    class Dying:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    dropped: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: dropped.append(unraisable.exc_type))
    with stoppable() as heed:
        heed()
        Dying()
        assert dropped == [KeyboardInterrupt]
        with pytest.raises(KeyboardInterrupt):
            heed()


def test_shows_the_calls_of_which_most_was_seen() -> None:
    ends, runs = ["PENDING", "SUCCESS"], ["PENDING", "STARTED", "SUCCESS"]
    seen = {"add(1)": ends, "report(1)": ends, "report(2)": runs, "add(2)": ends, "report(3)": runs, "add(3)": ends}
    result: Any = SimpleNamespace(get=lambda **_: None)
    _, *rows = journey_lines([Sent(shown, "queue", result, states) for shown, states in seen.items()])
    assert [row.split()[0] for row in rows] == ["add(1)", "add(2)", "report(2)", "report(3)"]


@pytest.mark.slow
def test_says_what_cannot_be_reached_and_starts_nothing(tmp_path: Path) -> None:
    url = f"redis://:hidden-word@127.0.0.1:{free_port()}/0"
    demo = start(tmp_path, "redis-redis", CELERY_BROKER_URL=url, CELERY_RESULT_BACKEND=url[:-1] + "1")
    out, err = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 2
    assert out == ""
    assert "broker_url redis://:***@127.0.0.1" in err
    assert "nobody listens there" in err
    assert "CELERY_RESULT_BACKEND" in err
    assert "hidden-word" not in err
    assert "Traceback" not in err


def test_refuses_a_broker_that_another_process_does_not_see(tmp_path: Path) -> None:
    demo = start(tmp_path, CELERY_BROKER_URL="memory://")
    _, err = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 2
    assert "one process only" in err


def test_shows_the_log_of_a_worker_that_does_not_start(tmp_path: Path) -> None:
    """An unknown pool is something that only the worker reads."""
    demo = start(tmp_path, CELERYKIT_WORKER_POOL="no.such.pool:Pool")
    _, err = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 1, err
    assert "before it was ready" in err
    assert "no.such" in err or "No module named 'no'" in err


@pytest.mark.servers
def test_leaves_nothing_in_redis(tmp_path: Path, redis_urls: tuple[str, str]) -> None:
    from redis import Redis

    demo = start(tmp_path, "redis-redis", CELERY_BROKER_URL=redis_urls[0], CELERY_RESULT_BACKEND=redis_urls[1])
    out, err = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 0, err
    assert "37 of 37 tasks done" in out
    for url in redis_urls:
        with Redis.from_url(url) as redis:
            assert redis.keys() == []


@pytest.mark.servers
@pytest.mark.parametrize("profile", ["rabbitmq-rpc"])
def test_sees_each_state_of_results_that_are_sent_back(tmp_path: Path, rabbitmq_url: str, profile: str) -> None:
    demo = start(tmp_path, profile, CELERY_BROKER_URL=rabbitmq_url)
    out, err = demo.communicate(timeout=LIMIT)
    assert demo.returncode == 0, err
    assert "PENDING → STARTED → SUCCESS" in out
    assert "not durable" not in out
