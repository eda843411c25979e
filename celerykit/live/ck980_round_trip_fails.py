from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.round_trips import round_trips
from celerykit.live.system import System


class RoundTripFails(LiveCheck):
    """A task that was sent through a queue did not come back.

    *Why*: this is the way of every task: to the broker, to a worker, to the result backend, and from there to whoever
    asks. `celery.accumulate`, which gives back what it is given, needs nothing of the program: where it does not
    return, no task does. Either no worker took it in time (all are busy, or read it from another broker), or the worker
    keeps its results somewhere else.

    *Instead*: look at the other findings first: they name the place. With none, give the workers more time by
    `--timeout`: a task that waits behind long ones is late, not lost.
    """

    code = "CK980"
    name = "round-trip-fails"
    severity = "error"
    message = "celery.accumulate was sent, and within {limit:g} s {wrong}"
    fix = "see what the workers of that queue do: celery inspect active"
    asks = "one worker of each queue: a task, `celery.accumulate`; the store: its result; only with `--round-trip`"
    symptoms = ("AsyncResult.get() waits for ever", "the state of a task stays PENDING")

    def check(self, system: System) -> Iterator[Finding]:
        for trip in system.once(round_trips):
            if trip.wrong:
                yield self.at(Thing("queue", trip.queue), limit=system.limit, wrong=trip.wrong)
