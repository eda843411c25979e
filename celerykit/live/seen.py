"""What was found running: the lines that a doctor says of a system whether it is well or not."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.live.broker import attempt
from celerykit.live.round_trips import round_trips
from celerykit.live.stores import opened
from celerykit.live.system import System

__all__ = ["seen"]


def seen(system: System) -> Iterator[str]:
    """A sentence for each part that answered. Nothing is asked for it: only what checks asked before is told."""
    tried = system.answered(attempt)
    if tried and tried.connection is not None:
        yield f"{tried.side}: answers in {_milliseconds(tried.seconds)}"
    found = system.answered(opened)
    if found and found.backend is not None:
        yield f"{found.side}: answers in {_milliseconds(found.seconds)}"
    yield from _trips(system)


def _trips(system: System) -> Iterator[str]:
    for trip in system.answered(round_trips) or ():
        if trip.back is not None and not trip.wrong:
            sent, back = _milliseconds(trip.sent), _milliseconds(trip.back)
            yield f"queue {trip.queue}: a task was sent in {sent}, and its result was here after {back}"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
