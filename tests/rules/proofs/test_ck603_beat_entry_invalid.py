from __future__ import annotations

from typing import Any

import pytest

from tests.rules.proofs.schedules import InMemory, scheduling

GOOD = {"task": "proof.add", "schedule": 30}


@pytest.mark.parametrize("key", ["queue", "expires", "enabled", "shedule"])
def test_beat_stops_at_a_key_that_it_does_not_know(key: str) -> None:
    with scheduling({"add": {**GOOD, key: 1}}) as app, pytest.raises(TypeError, match=f"keyword argument '{key}'"):
        InMemory(app)


@pytest.mark.parametrize("schedule", [[GOOD], {"add": ("proof.add", 30)}, {"add": "proof.add"}])
def test_beat_stops_at_what_is_no_dict(schedule: Any) -> None:
    with scheduling(schedule) as app, pytest.raises((TypeError, ValueError)):
        InMemory(app)


def test_an_entry_in_a_tuple_is_taken_for_a_pair() -> None:
    with scheduling({"add": (GOOD,)}) as app:
        assert InMemory(app).schedule["add"].task == "schedule"


def test_an_entry_without_a_schedule_is_never_due() -> None:
    with scheduling({"add": {"task": "proof.add"}}) as app:
        entry = InMemory(app).schedule["add"]
        with pytest.raises(AttributeError):
            entry.is_due()


def test_options_hold_what_apply_async_takes() -> None:
    with scheduling({"add": {**GOOD, "options": {"queue": "mail", "expires": 60}}}) as app:
        assert InMemory(app).schedule["add"].options == {"queue": "mail", "expires": 60}
