from __future__ import annotations

from typing import Any

import pytest
from celery.beat import SchedulingError

from tests.rules.proofs.schedules import InMemory, scheduling, sent


@pytest.mark.parametrize(
    "entry",
    [{"args": (16)}, {"args": (1,), "kwargs": "y=1"}, {}, {"args": (1, 2, 3)}, {"args": (1,), "kwargs": {"z": 1}}],
)
def test_beat_cannot_send_it(entry: dict[str, Any]) -> None:
    with scheduling({"add": {"task": "proof.add", "schedule": 30, **entry}}) as app:
        scheduler = InMemory(app)
        with pytest.raises(SchedulingError):
            scheduler.apply_async(scheduler.schedule["add"])


def test_a_text_becomes_its_letters() -> None:
    with scheduling({"add": {"task": "proof.add", "schedule": 30, "args": "ab"}}) as app:
        scheduler = InMemory(app)
        scheduler.apply_async(scheduler.schedule["add"])
        (message,) = sent(app)
        assert message.payload[0] == ["a", "b"]
