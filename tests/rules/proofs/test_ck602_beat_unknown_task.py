from __future__ import annotations

import pytest

from tests.rules.proofs.schedules import InMemory, scheduling, sent


@pytest.mark.parametrize("entry", [{"task": "proof.ad", "schedule": 0.01}, {"schedule": 0.01}])
def test_beat_sends_whatever_it_is_told_to(entry: dict[str, object]) -> None:
    with scheduling({"add": entry}) as app:
        scheduler = InMemory(app)
        scheduler.apply_async(scheduler.schedule["add"])
        (message,) = sent(app)
        assert message.headers["task"] == entry.get("task")
        # The worker looks its tasks up here, and throws away what it does not find.
        assert message.headers["task"] not in app.tasks
