"""What becomes of results."""

from __future__ import annotations

import time

from celery import Celery
from kombu.exceptions import KombuError

from tests.conformance.behaviour import READ, Behaviour, expect
from tests.conformance.lab import Lab
from tests.conformance.station import Station, in_time

_EXPIRED = 8.0  # seconds by which a result that is kept for 2 s is gone, where that needs no cleaning
_UNTOUCHED = 5.0  # seconds without a look, as RabbitMQ counts a look at a queue as its use
_LOOKS = 2
_CLEANED = 20.0  # seconds that cleaning may take


def round_trip(lab: Lab) -> None:
    """Ten tasks are sent, and their sender gets each one's result."""
    station = lab.station
    sent = [station.task("add").delay(number, number) for number in range(10)]
    got = [station.get(result) for result in sent]
    expect(got == [number + number for number in range(10)], f"the results were {got}")


def another_process(lab: Lab) -> None:
    """A process that did not send a task is told its state and its result."""
    station = lab.station
    sent = station.task("add").delay(2, 2)
    station.get(sent)
    told = station.asked_elsewhere(sent.id)
    expect(told == {"state": "SUCCESS", "result": 4}, f"another process was told {told}")


def failure(lab: Lab) -> None:
    """A task that raises ends as FAILURE, with its error and its traceback."""
    station = lab.station
    sent = station.task("fail").delay("on purpose")
    error = station.outcome(sent)
    expect(isinstance(error, ValueError) and str(error) == "on purpose", f"the result was {error!r}")
    expect(sent.state == "FAILURE", f"the state was {sent.state}")
    expect("raise ValueError(text)" in (sent.traceback or ""), f"the traceback was {sent.traceback!r}")


def ignored(lab: Lab) -> None:
    """A task that says `ignore_result=True` runs, and leaves no result behind."""
    station = lab.station
    key = station.key("ignored")
    sent = station.task("ignored").delay(key)
    station.noted(key)
    station.get(station.task("add").delay(1, 1))  # whatever the first one stored would be there by now
    state = station.app.AsyncResult(sent.id).state
    expect(state == "PENDING", f"its state was {state}")


def expiry(lab: Lab) -> str:
    """A result is gone some time after `keep_results`."""
    with lab.at("expiry", {"keep_results": "2s"}) as station, station.worker("--pool=solo"):
        sent = station.task("add").delay(1, 1)
        if lab.pair.backend.name == "rpc":
            return _reply_expires(station)
        station.get(sent)

        def gone() -> bool:
            return station.app.AsyncResult(sent.id).state == "PENDING"

        if in_time(gone, _EXPIRED):
            return ""
        station.app.send_task("celery.backend_cleanup")
        seen = "it was still there after celery.backend_cleanup, which beat sends once a day"
        expect(in_time(gone, _CLEANED), seen, station.said("keep_results"))
        return "gone only after celery.backend_cleanup, which beat sends once a day"


def _reply_expires(station: Station) -> str:
    """A reply that its sender does not fetch."""
    expect(in_time(lambda: _replies(station.app) > 0, _CLEANED), "no reply came")
    for _ in range(_LOOKS):
        time.sleep(_UNTOUCHED)
        if not _replies(station.app):
            break
    seen = f"a reply that nobody fetched was still in its queue {_LOOKS * _UNTOUCHED:g} s later"
    expect(not _replies(station.app), seen, station.said("keep_results"))
    return "measured on a reply that its sender did not fetch"


def _replies(app: Celery) -> int:
    """How many wait in the reply queue of this thread; 0 where the queue is gone."""
    with app.connection_for_read() as connection:
        try:
            declared = app.backend.binding(connection.default_channel).queue_declare(passive=True)
        except (KombuError, *connection.channel_errors):
            return 0
    return int(declared.message_count)


BEHAVIOURS = (
    Behaviour("round trip", round_trip, depends="pair", wants=READ, quick=True),
    Behaviour("state from another process", another_process, depends="pair", wants={"results": "poll"}, quick=True),
    Behaviour("failure with traceback", failure, depends="pair", wants=READ, quick=True),
    Behaviour("ignored results", ignored, depends="pair", wants=READ, quick=True),
    Behaviour("result expiry", expiry, depends="pair", wants={**READ, "keep_results": "2s"}, own=True),
)
