"""What runs later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from celery.result import AsyncResult

from tests.conformance.behaviour import Behaviour, NotKept, expect, times
from tests.conformance.lab import Lab
from tests.conformance.private import private_broker
from tests.conformance.station import Station
from tests.conformance.supervisor import supervised

_EARLY = 0.2  # seconds by which clocks and timers may differ
_LATE = 15.0  # seconds by which a busy machine may be late


def retries(lab: Lab) -> None:
    """A task that asks twice to be retried after a second runs three times, at least a second apart."""
    station = lab.station
    key = station.key("retries")
    got = station.get(station.task("retried").delay(key, 2, 1))
    expect(got == 2, f"it ended in retry {got!r}")
    notes = station.notes(key)
    expect(len(notes) == 3, f"it ran {times(len(notes))}")
    gaps = [after.time - before.time for before, after in pairwise(notes)]
    expect(min(gaps) > 1 - _EARLY, f"the runs were {_seconds(gaps)} apart")


def countdown(lab: Lab) -> None:
    """A task with a countdown of 2 s runs once, then."""
    station = lab.station
    key = station.key("countdown")
    sent_at = datetime.now(UTC)
    _runs_once(station, key, station.task("noted").apply_async((key,), countdown=2), sent_at + timedelta(seconds=2))


def eta(lab: Lab) -> None:
    """A task with an ETA in 3 s, said in another time zone, runs once, then."""
    station = lab.station
    key, due = station.key("eta"), datetime.now(UTC) + timedelta(seconds=3)
    elsewhere = due.astimezone(ZoneInfo("Asia/Tokyo"))
    _runs_once(station, key, station.task("noted").apply_async((key,), eta=elsewhere), due)


def long_delay(lab: Lab) -> None:
    """A delay of 80 s runs once where `longest_delay` says 90 s."""
    delay = 80
    with lab.at("long", {"longest_delay": "90s"}) as station, station.worker():
        key, due = station.key("delayed"), datetime.now(UTC) + timedelta(seconds=delay)
        _runs_once(station, key, station.task("noted").apply_async((key,), countdown=delay), due, limit=delay + 60)


def longer_delay(lab: Lab) -> str:
    """A delay longer than `longest_delay`, and than the time after which the broker delivers again, runs once."""
    delay = 25
    with _impatient(lab) as (station, how), supervised(station) as worker:
        key, due = station.key("delayed"), datetime.now(UTC) + timedelta(seconds=delay)
        sent = station.task("noted").apply_async((key,), countdown=delay)
        ran = worker.in_time(lambda: station.notes(key), delay + 60)
        note = "; ".join([*worker.story, *how])
        expect(ran, f"it did not run within {delay + 60} s; {note}")
        try:
            _runs_once(station, key, sent, due)
        except NotKept as error:
            expect(False, "; ".join([str(error), *worker.story, *how]), station.said("longest_delay"))
    return note


@contextmanager
def _impatient(lab: Lab) -> Iterator[tuple[Station, list[str]]]:
    """A station whose broker takes a message for lost after 10 s, where it does so at all; and how that was made."""
    name = lab.pair.broker.name
    if name.startswith("rabbitmq"):
        like, backend = lab.addresses()
        with (
            private_broker(like, name, patience=10) as (_, broker),
            lab.at("longer", broker=broker, backend=backend) as station,
        ):
            yield station, ["measured with consumer_timeout = 10 s on the server"]
        return
    with lab.at("longer", options={"visibility_timeout": 10}) as station:
        timed = "visibility_timeout" in station.config.get("broker_transport_options", {})
        yield station, ["measured with visibility_timeout = 10 s"] if timed else []


def _runs_once(station: Station, key: str, sent: AsyncResult, due: datetime, *, limit: float = 60) -> None:
    station.get(sent, limit)
    # A second delivery would have come before the first: what is sent now comes after it.
    station.get(station.task("add").delay(1, 1))
    notes = station.notes(key)
    expect(len(notes) == 1, f"it ran {times(len(notes))}")
    late = notes[0].time - due.timestamp()
    expect(-_EARLY < late < _LATE, f"it ran {late:.1f} s late")


def _seconds(gaps: list[float]) -> str:
    return ", ".join(f"{gap:.1f} s" for gap in gaps)


BEHAVIOURS = (
    Behaviour("retries with delay", retries, quick=True),
    Behaviour("countdown", countdown, quick=True),
    Behaviour("ETA", eta),
    Behaviour("delay as long as longest_delay", long_delay, wants={"longest_delay": "90s"}, own=True, limit=300),
    Behaviour("delay longer than longest_delay", longer_delay, own=True, limit=300),
)
