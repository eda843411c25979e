from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.rules.proofs.schedules import InMemory, scheduling


@pytest.mark.parametrize("schedule", ["*/5 * * * *", "30", {"minute": 5}, (30,), [30]])
def test_beat_stops(schedule: Any) -> None:
    entry = {"task": "proof.add", "schedule": schedule}
    with scheduling({"add": entry}) as app, pytest.raises(AttributeError, match="has no attribute 'app'"):
        InMemory(app)


@pytest.mark.parametrize("schedule", [0, -5, timedelta(0)])
def test_an_interval_of_nothing_is_always_due(schedule: Any) -> None:
    with scheduling({"add": {"task": "proof.add", "schedule": schedule}}) as app:
        entry = InMemory(app).schedule["add"]
        for _ in range(3):
            due, _ = entry.is_due()
            assert due
            entry = next(entry)


def test_true_is_one_second() -> None:
    with scheduling({"add": {"task": "proof.add", "schedule": True}}) as app:
        assert InMemory(app).schedule["add"].schedule.run_every == timedelta(seconds=1)
