"""Beat."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.conformance.behaviour import Behaviour, expect, times
from tests.conformance.lab import Lab
from tests.conformance.station import Station

_ZONE = "Asia/Tokyo"
_ELSEWHERE = "America/New_York"
_AHEAD = timedelta(seconds=110)  # beat is up by then, on a busy machine too
_LATE = 20.0  # seconds


def beat_elsewhere(lab: Lab) -> str:
    """An entry for a minute of the clock in `timezone` runs once, in that minute, whatever the machine's zone."""
    lab.need_processes()
    with lab.at("beat", settings={"timezone": _ZONE}) as station:
        key, due = station.key("beat"), (datetime.now(ZoneInfo(_ZONE)) + _AHEAD).replace(second=0, microsecond=0)
        schedule = {"task": "conformance.noted", "args": [key], "crontab": {"hour": due.hour, "minute": due.minute}}
        here = {"TZ": _ELSEWHERE}
        with station.worker(env=here), station.beat(schedule, here):
            (note,) = station.noted(key, limit=_AHEAD.total_seconds() + 60)
            late = note.time - due.timestamp()
            expect(-1 < late < _LATE, f"it ran {late:.0f} s after its time")
            _let_pass(station)
            notes = station.notes(key)
            expect(len(notes) == 1, f"it ran {times(len(notes))}")
    return f"{_ZONE}, on a machine in {_ELSEWHERE}"


def _let_pass(station: Station) -> None:
    station.get(station.task("add").apply_async((1, 1), countdown=5))


BEHAVIOURS = (Behaviour("beat in another time zone", beat_elsewhere, own=True, limit=300),)
