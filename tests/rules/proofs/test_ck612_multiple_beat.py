from __future__ import annotations

from tests.rules.proofs.schedules import InMemory, scheduling, sent


def test_each_beat_sends_what_is_due() -> None:
    with scheduling({"add": {"task": "proof.add", "schedule": 0, "args": (1,)}}) as app:
        for scheduler in (InMemory(app), InMemory(app)):
            scheduler.tick()
        assert len(sent(app)) == 2
