"""Workers that are told to stop, as an orchestrator does."""

from __future__ import annotations

import os
import signal
import time

from tests.conformance.behaviour import Behaviour, expect
from tests.conformance.lab import Lab
from tests.conformance.station import Station, in_time

_SAFE = {"delivery": "at-least-once"}
_WITHIN, _LONG = 10.0, 20.0  # seconds: stop_within, and a task that takes longer
_SOON = {**_SAFE, "stop_within": f"{_WITHIN:g}s", "longest_task": "60s"}
_GRACE = 30.0  # seconds between SIGTERM and SIGKILL that are enough
_MARGIN = 10.0  # seconds after which a message is surely delivered again, once its time is up


def stopped_in_time(lab: Lab) -> str:
    """A worker that gets SIGTERM finishes what runs and ends by itself; each task runs once, the rest on the next."""
    lab.need_processes()
    with lab.at("stopped") as station:
        keys = [station.key("task") for _ in range(4)]
        with station.worker() as worker:
            assert worker
            sent = [station.task("slow").delay(key, 3) for key in keys]
            station.noted(keys[0])
            os.kill(worker.pid, signal.SIGTERM)
            told = time.monotonic()
            expect(in_time(lambda: not worker.alive(), _GRACE), f"it went on for {_GRACE:g} s")
            took = time.monotonic() - told
        ended = sum(len(station.notes(key, "end")) for key in keys)
        with station.worker():
            got = [station.outcome(result, 180) for result in sent]
            expect(got == ["done"] * len(keys), f"the results were {got}")
            _wait_for_second_delivery(station)
            starts = [len(station.notes(key, "start")) for key in keys]
            expect(starts == [1] * len(keys), f"they were started so often: {starts}")
        return f"it ended after {took:.0f} s with {ended} of 4 tasks done"


def _wait_for_second_delivery(station: Station) -> None:
    """Until a message that was left unacknowledged would have come back and run."""
    options = station.config.get("broker_transport_options", {})
    marker = station.task("add")
    end = time.monotonic() + options.get("visibility_timeout", 0) + _MARGIN
    while time.monotonic() < end:
        station.get(marker.apply_async((1, 1), countdown=1))


def killed_after_grace(lab: Lab) -> str:
    """A worker that gets SIGTERM, and SIGKILL a second later, loses no task."""
    with lab.at("grace", _SAFE) as station:
        keys = [station.key("task") for _ in range(4)]
        with station.worker() as worker:
            assert worker
            sent = [station.task("slow").delay(key, 3) for key in keys]
            for key in keys[:2]:
                station.noted(key)
            os.kill(worker.pid, signal.SIGTERM)
            in_time(lambda: not worker.alive(), 1)
            if worker.alive():
                worker.kill(signal.SIGKILL)
        with station.worker():
            got = [station.outcome(result, 180) for result in sent]
        expect(got == ["done"] * len(keys), f"the results were {got}")
        twice = sum(len(station.notes(key, "end")) > 1 for key in keys)
        return f"{twice} of 4 were done twice" if twice else ""


def stopped_soon(lab: Lab) -> str:
    """With `stop_within`, a worker that gets SIGTERM ends in that time by itself, and the next one runs what it cut."""
    with lab.at("soon", _SOON) as station:
        key = station.key("task")
        with station.worker(env={"REMAP_SIGTERM": "SIGQUIT"}) as worker:
            assert worker
            sent = station.task("slow").delay(key, _LONG)
            station.noted(key)
            os.kill(worker.pid, signal.SIGTERM)
            told = time.monotonic()
            expect(in_time(lambda: not worker.alive(), _WITHIN), f"it went on for {_WITHIN:g} s")
            took = time.monotonic() - told
        with station.worker():
            expect(station.outcome(sent, 180) == "done", "the task that was cut did not complete")
        return f"it ended after {took:.0f} s, with REMAP_SIGTERM=SIGQUIT in its environment"


BEHAVIOURS = (
    Behaviour("stopped with enough grace", stopped_in_time, own=True, limit=400),
    Behaviour("stopped within stop_within", stopped_soon, wants=_SOON, own=True, limit=400),
    Behaviour("stopped with too little grace", killed_after_grace, wants=_SAFE, own=True, limit=400),
)
