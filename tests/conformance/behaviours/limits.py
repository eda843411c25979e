"""How long a task may run."""

from __future__ import annotations

from celery.exceptions import TimeLimitExceeded

from tests.conformance.behaviour import Behaviour, expect, times
from tests.conformance.lab import Lab


def soft_limit(lab: Lab) -> None:
    """A task that runs into `longest_task` is told shortly before, and can tidy up."""
    station = lab.station
    key = station.key("soft")
    got = station.outcome(station.task("patient").delay(key, 9))
    expect(got == "tidied up", f"it {got}" if isinstance(got, str) else f"its result was {got!r}")


def hard_limit(lab: Lab) -> None:
    """A task that does not heed that is ended at `longest_task`, as FAILURE, and does not run again."""
    station = lab.station
    key = station.key("hard")
    error = station.outcome(station.task("stubborn").delay(key, 9))
    expect(isinstance(error, TimeLimitExceeded), f"it {error}" if isinstance(error, str) else f"it was {error!r}")
    station.get(station.task("add").delay(1, 1))
    starts = station.notes(key, "start")
    expect(len(starts) == 1, f"it was started {times(len(starts))}")


BEHAVIOURS = (
    Behaviour("soft time limit", soft_limit, wants={"longest_task": "5s"}),
    Behaviour("hard time limit", hard_limit, wants={"longest_task": "5s"}),
)
