"""Workers that die."""

from __future__ import annotations

import os
import signal

from celery.exceptions import TimeLimitExceeded, WorkerLostError

from tests.conformance.behaviour import Behaviour, DoesNotApply, expect, times
from tests.conformance.lab import Lab

_SAFE = {"delivery": "at-least-once"}
_STARTS = 4  # of a poison task: once, and Task.max_retries times again


def late_acknowledgement(lab: Lab) -> None:
    """A message is not acknowledged while its task runs."""
    station = lab.station
    key = station.key("late")
    sent = station.task("slow").delay(key, 3)
    station.noted(key)
    active = station.app.control.inspect(timeout=2).active()
    if not active:
        raise DoesNotApply("no remote control by which to ask; see what a killed worker's tasks do")
    acknowledged = [task["acknowledged"] for tasks in active.values() for task in tasks if task["id"] == sent.id]
    expect(acknowledged == [False], f"the worker said of it that acknowledged is {acknowledged}")
    station.get(sent)


def process_killed(lab: Lab) -> str:
    """A task whose process is killed -9 runs again, and completes."""
    with lab.at("child", _SAFE) as station, station.worker():
        key = station.key("killed")
        sent = station.task("slow").delay(key, 3)
        (first,) = station.noted(key)
        os.kill(first.pid, signal.SIGKILL)
        got = station.outcome(sent)
        expect(got == "done", f"its result was {got!r}")
        starts = station.notes(key, "start")
        expect(len(starts) == 2, f"it was started {times(len(starts))}")
        return f"started again after {starts[1].time - first.time:.0f} s"


def worker_killed(lab: Lab) -> str:
    """Tasks of a worker that is killed -9 with all its processes are run by the next worker."""
    with lab.at("whole", _SAFE) as station:
        keys = [station.key("killed") for _ in range(4)]
        with station.worker() as worker:
            assert worker
            sent = [station.task("slow").delay(key, 3) for key in keys]
            for key in keys[:2]:
                station.noted(key)
            worker.kill(signal.SIGKILL)
            died = max(note.time for key in keys for note in station.notes(key))
        with station.worker():
            got = [station.outcome(result, 180) for result in sent]
        expect(got == ["done"] * len(keys), f"the results were {got}")
        back = max(note.time for key in keys for note in station.notes(key, "start"))
        return f"all were running again after {back - died:.0f} s"


def poison(lab: Lab) -> str:
    """A task that kills its process is started four times at most, and ends as FAILURE; those beside it complete."""
    with lab.at("poison", _SAFE) as station, station.worker():
        key = station.key("poison")
        sent = station.task("dies").delay(key)
        beside = [station.task("add").delay(number, 1) for number in range(20)]
        expect([station.get(result) for result in beside] == list(range(1, 21)), "a task beside it failed")
        error = station.outcome(sent, 120)
        # A process that dies before its worker has heard that it began is missed: the task ends at its time limit.
        expect(isinstance(error, WorkerLostError | TimeLimitExceeded), f"its result was {error!r}")
        expect(sent.state == "FAILURE", f"its state was {sent.state}")
        starts = len(station.notes(key))
        expect(starts <= _STARTS, f"it was started {times(starts)}")
        return "" if starts == _STARTS else f"started {times(starts)}, and ended at its time limit"


BEHAVIOURS = (
    Behaviour("late acknowledgement", late_acknowledgement, wants=_SAFE),
    Behaviour("pool process killed", process_killed, wants=_SAFE, own=True, limit=200),
    Behaviour("worker killed", worker_killed, wants=_SAFE, own=True, limit=400),
    Behaviour("poison task", poison, wants=_SAFE, own=True, limit=240),
)
