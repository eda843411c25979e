"""Publishes what the setup says, one task after the other: `python -m tests.chaos.publish`."""

from __future__ import annotations

import time

from tests.chaos.journal import note
from tests.chaos.plan import jobs
from tests.chaos.program import setup, work


def main() -> None:
    """A task that is not accepted is noted, and not published again."""
    pause = 1 / setup.work.rate
    for job in jobs(setup.work, setup.seed):
        begin = time.monotonic()
        try:
            work.apply_async((job.seconds,), task_id=job.id)
        except Exception as error:
            note(setup.published, "refused", job.id, f"{time.monotonic() - begin:.4f}", type(error).__name__)
        else:
            note(setup.published, "accepted", job.id, f"{time.monotonic() - begin:.4f}")
        # Time lost in a call is not made up for: after an outage that would be a flood.
        time.sleep(max(0.0, begin + pause - time.monotonic()))


if __name__ == "__main__":
    main()
