"""The record holds one row a scenario and configuration, of one set of versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.chaos import record as module
from tests.chaos.counts import Counts
from tests.chaos.record import heading, line, record
from tests.chaos.run import DEFAULTS, OURS, Row

Read = Callable[[], Any]


def row(scenario: str, configuration: str = OURS, *, lost: Sequence[str] = (), **changes: Any) -> Row:
    counts = Counts(100, 100 - len(lost), tuple(lost), (), 1, 2, 3.14159, {}, 0.26, 0)
    words: dict[str, Any] = {"seed": 1, "faults": 4, "exits": 0, "states": {}, "poison": {}, "at_limit": False}
    return Row(scenario=scenario, configuration=configuration, counts=counts, **words | changes)


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    monkeypatch.setattr(module, "RECORD", tmp_path / "measured" / "chaos.json")
    monkeypatch.setattr(module, "versions", lambda: {"Celery": "5.7.0"})
    return lambda: json.loads((tmp_path / "measured" / "chaos.json").read_text())


def test_a_row_says_what_was_done_and_what_became_of_the_tasks(recorded: Read) -> None:
    record(row("redis-kill", lost=["task-7", "task-9"], states={"PENDING": 2}))
    assert recorded()["versions"] == {"Celery": "5.7.0"}
    (written,) = recorded()["rows"]
    assert written["title"] == "Redis killed -9"
    assert (written["where"], written["profile"], written["faults"]) == ("Redis", "redis-redis", 4)
    assert (written["published"], written["completed"], written["lost"], written["stall"]) == (100, 98, 2, 3.1)


def test_another_run_takes_the_place_of_the_same_one_only(recorded: Read) -> None:
    for each in (row("redis-kill"), row("redis-kill", DEFAULTS), row("redis-child")):
        record(each)
    record(row("redis-kill", lost=["task-7"]))
    kept = [(each["scenario"], each["configuration"], each["lost"]) for each in recorded()["rows"]]
    assert kept == [("redis-child", OURS, 0), ("redis-kill", OURS, 1), ("redis-kill", DEFAULTS, 0)]


def test_rows_of_other_versions_are_not_kept(recorded: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    record(row("redis-kill"))
    monkeypatch.setattr(module, "versions", lambda: {"Celery": "5.8.0"})
    record(row("redis-child"))
    assert [each["scenario"] for each in recorded()["rows"]] == ["redis-child"]


def test_a_line_stands_under_its_heading() -> None:
    first, *remarks = line(row("redis-kill", lost=["task-7"], states={"PENDING": 1})).splitlines()
    assert len(first) == len(heading())
    assert first.split() == ["redis-kill", "profile", "4", "100", "99", "1", "0", "2", "3.1", "0", "0.3", "0"]
    assert remarks == ["    lost: 1 PENDING; 1 had begun"]
