"""Brokers that go away."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kombu.exceptions import OperationalError

from tests.conformance.behaviour import Behaviour, NotKept, expect
from tests.conformance.lab import Lab
from tests.conformance.private import Private, private_broker
from tests.conformance.station import LIMIT, Station
from tests.conformance.supervisor import supervised
from tests.workers import eventually

_SAFE = {"delivery": "at-least-once"}
_PATIENT = {"publish": "patient"}
_FAST = {"publish": "fail-fast"}
_TASKS = 600
_TIMES = 3  # that a server is lost: what is lost with it, is not lost each time
_PACE = 0.02  # seconds between two tasks
_AWAY = 2.0  # seconds for which the broker is away
_SOON = 10.0  # seconds within which a publisher that does not wait has its error


@contextmanager
def _private(lab: Lab, name: str, wishes: dict[str, object]) -> Iterator[tuple[Private, Station]]:
    """A station whose broker is a server of its own."""
    like, backend = lab.addresses()
    with (
        private_broker(like, lab.pair.broker.name) as (server, broker),
        lab.at(name, wishes, broker=broker, backend=backend) as station,
    ):
        yield server, station


def restarted(lab: Lab) -> str:
    """Of 600 tasks, sent while a server of the broker restarts three times, each runs, and no sender gets an error."""
    return _under_load(lab, signal.SIGTERM)


def killed(lab: Lab) -> str:
    """Of 600 tasks, published while a server of it is killed -9 three times, each runs, and no sender gets an error."""
    return _under_load(lab, signal.SIGKILL)


def _under_load(lab: Lab, how: signal.Signals) -> str:
    lab.need_server()
    with _private(lab, f"load-{how.name}", dict(_SAFE)) as (server, station), supervised(station) as worker:
        publisher = _Publisher(station)
        publisher.start()
        for time_of_loss in range(_TIMES):
            publisher.wait_for(_TASKS * (time_of_loss + 1) // (_TIMES + 1))
            server.lose_one(how)
            time.sleep(_AWAY)
            server.restore()
            worker.look()
        publisher.join(LIMIT * 2)
        expect(not publisher.is_alive(), f"the publisher still waited {LIMIT * 2:g} s later")
        worker.in_time(lambda: _ran(station, publisher.key) == _TASKS, LIMIT * 3)
        seen = "; ".join([*_seen(station, publisher), *worker.story])
        expect(_ran(station, publisher.key) == _TASKS and not publisher.errors, seen)
        return seen


def _seen(station: Station, publisher: _Publisher) -> Iterator[str]:
    ran, errors = _ran(station, publisher.key), publisher.errors
    if ran < _TASKS:
        yield f"{_TASKS - ran} of {_TASKS} tasks never ran"
    if errors:
        yield f"their sender got {len(errors)} errors, the first of them {errors[0]!r}"
    if twice := len(station.notes(publisher.key)) - ran:
        yield f"{twice} of {_TASKS} tasks ran twice"


def _ran(station: Station, key: str) -> int:
    """How many different tasks ran."""
    return len({note.what for note in station.notes(key)})


class _Publisher(threading.Thread):
    """Sends numbered tasks at a steady pace. errors: those that the sender got."""

    def __init__(self, station: Station) -> None:
        super().__init__(daemon=True)
        self.station, self.key = station, station.key("load")
        self.sent = 0
        self.errors: list[Exception] = []

    def wait_for(self, count: int) -> None:
        """Until so many are sent."""
        eventually(lambda: self.sent >= count, limit=LIMIT * 2, what=f"{count} tasks are published")

    def run(self) -> None:
        task = self.station.task("noted")
        for number in range(_TASKS):
            try:
                task.apply_async((self.key, number), ignore_result=True)
            except Exception as error:
                self.errors.append(error)
            self.sent = number + 1
            time.sleep(_PACE)


def patient(lab: Lab) -> str:
    """A publisher that is patient waits while the broker is away, gets no error, and its task runs."""
    lab.need_server()
    with _private(lab, "patient", dict(_PATIENT)) as (server, station):
        station.task("add").delay(0, 0)  # connected, as a process that has been at work
        server.go_away()
        key, errors = station.key("patient"), []

        def publish() -> None:
            try:
                station.task("noted").apply_async((key,))
            except Exception as error:
                errors.append(error)

        publisher = threading.Thread(target=publish, daemon=True)
        publisher.start()
        publisher.join(5)
        expect(publisher.is_alive(), f"it did not wait; it got {errors}" if errors else "it did not wait")
        server.come_back()
        publisher.join(LIMIT)
        expect(not publisher.is_alive(), f"it still waited {LIMIT:g} s after the broker was back")
        expect(not errors, f"it got {errors}")
        with station.worker():
            station.noted(key)
        return ""


def fail_fast(lab: Lab) -> str:
    """A publisher that fails fast gets an error within seconds while the broker is away, connected before or not."""
    lab.need_server(that_keeps=False)
    with _private(lab, "fast", dict(_FAST)) as (server, station):
        station.task("add").delay(0, 0)
        server.go_away()
        took = [_failed_after(station) for _ in range(2)]
        return f"after {max(took):.1f} s"


def _failed_after(station: Station) -> float:
    begun = time.monotonic()
    try:
        station.task("add").delay(1, 1)
    except OperationalError:
        took = time.monotonic() - begun
        expect(took < _SOON, f"the error came after {took:.1f} s")
        return took
    raise NotKept("there was no error")


BEHAVIOURS = (
    Behaviour("broker restarted under load", restarted, wants=_SAFE, own=True, limit=500),
    Behaviour("broker killed under load", killed, wants=_SAFE, own=True, limit=500),
    Behaviour("publisher that is patient", patient, wants=_PATIENT, own=True, limit=300),
    Behaviour("publisher that fails fast", fail_fast, wants=_FAST, own=True, limit=200),
)
