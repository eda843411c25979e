"""The page of the documentation that is written from the record, and what a profile's own page says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docs.generators import chaos as page
from tests.chaos import record as module
from tests.chaos.counts import Counts
from tests.chaos.record import record
from tests.chaos.run import DEFAULTS, OURS, Row

Record = Callable[..., None]


def row(scenario: str, configuration: str = OURS, *, lost: int = 0, stranded: int = 0, **changes: Any) -> Row:
    gone, held = ("task-1",) * lost, ("task-2",) * stranded
    counts = Counts(1500, 1500 - lost - stranded, gone, held, 0, 2, 3.1, changes.pop("errors", {}), 0.3, 0)
    words: dict[str, Any] = {"seed": 1, "faults": 4, "exits": 0, "states": {}, "poison": {}, "at_limit": False}
    return Row(scenario=scenario, configuration=configuration, counts=counts, **words | changes)


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    monkeypatch.setattr(module, "RECORD", tmp_path / "docs" / "measured" / "chaos.json")
    monkeypatch.setattr(module, "versions", lambda: {"Celery": "5.7.0"})

    def those(*rows: Row) -> None:
        for each in rows:
            record(each)

    return those


def written(root: Path) -> str:
    return page.files(root)[root / "docs" / "chaos.md"]


def test_there_is_no_page_before_something_was_measured(tmp_path: Path) -> None:
    assert page.files(tmp_path) == {}
    assert page.residue(tmp_path, "redis-redis") is None


def test_a_profile_stands_beside_the_defaults(measured: Record, tmp_path: Path) -> None:
    measured(
        row("redis-kill", lost=1, states={"PENDING": 1}),
        row("redis-kill", DEFAULTS, lost=3, stranded=45, errors={"OperationalError": 4}),
    )
    said = written(tmp_path)
    assert "| Redis killed -9, 4 times | `redis-redis` | 1500 | 1499 | **1** | 0 | 2 | 3.1 s | 0 | 0.3 s | 0 |" in said
    assert "| Celery's defaults | 1500 | 1452 | **3** | 45 | 2 | 3.1 s | 4 `OperationalError` | 0.3 s | 0 |" in said
    assert "- Redis killed -9, `redis-redis`: lost are 1 `PENDING`; none of them had begun." in said
    assert "| Redis | 4 | `redis-redis` | **1** of 1 500 | **3** of 1 500 | 45 |" in said


def test_a_loss_of_another_kind_is_explained_where_it_was_seen(measured: Record, tmp_path: Path) -> None:
    measured(row("redis-kill", lost=1, states={"PENDING": 1}))
    assert "result_backend_always_retry" not in written(tmp_path)
    measured(row("redis-restart", lost=1, states={"REVOKED": 1}))
    assert "result_backend_always_retry" in written(tmp_path)


def test_a_profile_s_own_page_names_what_it_lost_and_when(measured: Record, tmp_path: Path) -> None:
    measured(row("redis-kill", lost=2), row("redis-restart"), row("redis-kill", DEFAULTS, lost=7))
    said = page.residue(tmp_path, "redis-redis")
    assert said is not None
    assert said.startswith("[Under fire](chaos.md) it lost 2 of 3 000 tasks in 8 faults (2: Redis killed -9); ")


def test_a_profile_on_redis_that_lost_nothing_this_time_names_the_gap_all_the_same(
    measured: Record, tmp_path: Path
) -> None:
    measured(row("redis-kill"))
    said = page.residue(tmp_path, "redis-redis")
    assert said is not None
    assert said.startswith(
        "[Under fire](chaos.md) it lost none of 1 500 tasks in 4 faults; a message that is just passing"
    )
    assert "## What no setting covers" in written(tmp_path)


def test_a_profile_on_rabbitmq_that_lost_nothing_says_so(measured: Record, tmp_path: Path) -> None:
    measured(row("rabbitmq-kill"), row("rabbitmq-kill", DEFAULTS, lost=527))
    assert page.residue(tmp_path, "rabbitmq-redis") == "[Under fire](chaos.md) it lost none of 1 500 tasks in 4 faults."
    assert page.residue(tmp_path, "redis-redis") is None
