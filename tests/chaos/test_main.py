"""The command line of `make chaos`."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.chaos import __main__ as module
from tests.chaos import record
from tests.chaos.__main__ import main
from tests.chaos.counts import Counts
from tests.chaos.places import Host
from tests.chaos.run import DEFAULTS, Row
from tests.chaos.scenarios import Scenario
from tests.servers.process import NotInTime

Fire = Callable[..., Row]


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    kept = {which: signal.getsignal(which) for which in (signal.SIGINT, signal.SIGTERM)}
    yield
    for which, handler in kept.items():
        signal.signal(which, handler)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Runs `redis-kill` without servers; `fire` takes the place of a run."""

    @contextmanager
    def no_server() -> Iterator[Callable[[], Any]]:
        yield lambda: None

    def go(fire: Fire, *words: str) -> int:
        monkeypatch.setattr(module, "HOSTS", {"redis": Host(0, no_server)})
        monkeypatch.setattr(module, "fire", fire)
        monkeypatch.setattr(record, "RECORD", tmp_path / "chaos.json")
        monkeypatch.setattr(record, "versions", lambda: {"Celery": "5.7.0"})
        monkeypatch.setattr(sys, "argv", ["chaos", "--only", "redis-kill", *words])
        return main()

    return go


def measured(scenario: Scenario, configuration: str, *_: Any) -> Row:
    counts = Counts(100, 100, (), (), 0, 0, 1.0, {}, 0.1, 0)
    return Row(scenario.name, configuration, 1, 4, 0, counts, {}, {}, at_limit=False)


def test_a_name_that_no_scenario_has_is_an_error_that_lists_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["chaos", "--only", "flood"])
    with pytest.raises(SystemExit) as error:
        main()
    assert error.value.code == 2
    said = capsys.readouterr().err
    assert "no scenario has 'flood' in its name; there are redis-child, redis-worker" in said


def test_a_folder_that_is_there_is_not_written_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["chaos", "--keep", str(tmp_path)])
    with pytest.raises(SystemExit) as error:
        main()
    assert error.value.code == 2
    assert f"{tmp_path} is there already" in capsys.readouterr().err


def test_both_runs_of_a_scenario_are_told_and_recorded(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(measured, "--record") == 0
    said = capsys.readouterr()
    assert [line.split()[:2] for line in said.out.splitlines()[1:]] == [
        ["redis-kill", "profile"],
        ["redis-kill", "defaults"],
    ]
    assert said.err == ""
    rows = json.loads((tmp_path / "chaos.json").read_text())["rows"]
    assert [row["configuration"] for row in rows] == ["profile", "defaults"]


def test_nothing_is_recorded_that_nobody_asked_for(run: Callable[..., int], tmp_path: Path) -> None:
    assert run(measured) == 0
    assert not (tmp_path / "chaos.json").exists()


def test_no_run_begins_when_the_time_is_up(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(measured, "--limit", "0") == 1
    assert "not measured, as they failed or the time was up: redis-kill defaults, redis-kill profile" in (
        capsys.readouterr().err
    )


def test_a_run_that_fails_is_named_and_spoils_no_other(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(scenario: Scenario, configuration: str, *rest: Any) -> Row:
        if configuration == DEFAULTS:
            return measured(scenario, configuration)
        raise NotInTime("not within 60 s: 2 workers are ready")

    assert run(failing) == 1
    said = capsys.readouterr()
    assert "redis-kill defaults" in said.out
    assert said.err.startswith("redis-kill profile: failed\nTraceback")
    assert "not within 60 s: 2 workers are ready" in said.err
    assert said.err.endswith("not measured, as they failed or the time was up: redis-kill profile\n")


def test_an_interruption_ends_all_in_order(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: Any) -> Row:
        signal.raise_signal(signal.SIGTERM)
        raise AssertionError("the signal was not heeded")

    assert run(interrupted) == 130
    assert capsys.readouterr().err == "interrupted; workers and servers are stopped\n"
