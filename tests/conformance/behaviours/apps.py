"""Apps beside one another, and what a task's own decorator says."""

from __future__ import annotations

from tests.conformance.behaviour import Behaviour, DoesNotApply, expect, times
from tests.conformance.lab import Lab
from tests.conformance.station import Station

_TASKS = 20


def two_apps(lab: Lab) -> None:
    """Two apps on one broker, with a name each, run each their own tasks, and lose none to the other."""
    if not lab.pair.broker.processes:
        raise DoesNotApply("Celery runs the worker of one app only in a process")
    broker, backend = lab.addresses()
    with (
        lab.at("two", prefix="left", broker=broker, backend=backend) as left,
        lab.at("two", prefix="right", broker=broker, backend=backend) as right,
        left.worker("-n", "left@%h"),
        right.worker("-n", "right@%h"),
    ):
        sent = [(each, each.task("add").delay(number, 1)) for number in range(_TASKS) for each in (left, right)]
        got = [each.get(result) for each, result in sent]
        expect(got == [number + 1 for number in range(_TASKS) for _ in range(2)], f"the results were {got}")


def decorators(lab: Lab) -> None:
    """What a task's own decorator says of limits, retries, results and acknowledgement wins over the intents."""
    with lab.at("decorated") as station, station.worker():
        long = station.task("long").delay(station.key("long"), 7)
        if lab.pair.broker.processes:
            _ends_early(station)
            _dies_once(station)
        _retried_soon(station)
        got = station.outcome(long)
        expect(got == "done", f"time_limit=60 over longest_task = 5 s: a task of 7 s came to {got!r}")


def _ends_early(station: Station) -> None:
    got = station.outcome(station.task("short").delay(station.key("short"), 4))
    expect(got == "tidied up", f"soft_time_limit=2: a task of 4 s came to {got!r}")


def _dies_once(station: Station) -> None:
    key = station.key("dies")
    sent = station.task("dies_by_choice").delay(key)
    error = station.outcome(sent)
    expect(sent.state == "FAILURE", f"acks_late=False: a task that died came to {sent.state}, {error!r}")
    starts = len(station.notes(key))
    expect(starts == 1, f"acks_late=False: a task that died was started {times(starts)}")


def _retried_soon(station: Station) -> None:
    key = station.key("soon")
    station.get(station.task("retried_soon").delay(key))
    before, after = station.notes(key)
    expect(after.time - before.time < 4, f"default_retry_delay=1: retried after {after.time - before.time:.1f} s")


BEHAVIOURS = (
    Behaviour("two apps on one broker", two_apps, own=True, limit=200),
    Behaviour("decorators win over intents", decorators, own=True, limit=200),
)
