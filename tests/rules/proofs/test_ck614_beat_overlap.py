from __future__ import annotations

from tests.rules.proofs.schedules import InMemory, scheduling, sent


def test_beat_sends_a_task_whether_or_not_the_last_run_is_over() -> None:
    with scheduling({"add": {"task": "proof.add", "schedule": 0, "args": (1,)}}) as app:
        scheduler = InMemory(app)
        # No worker takes any of them.
        for _ in range(3):
            scheduler.tick()
        assert len(sent(app)) == 3
