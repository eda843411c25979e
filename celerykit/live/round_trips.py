"""Tasks that are sent and come back: through each queue, one that every worker has."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from celerykit.live.app import app, own_serializers
from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.settings import results_side
from celerykit.live.stores import store
from celerykit.live.system import System
from celerykit.live.troubles import trouble
from celerykit.live.workers import answers
from celerykit.rules.destinations import destinations
from celerykit.rules.queues import in_use

__all__ = ["TASK", "Trip", "queues", "round_trips"]

# What it means that a task ended so.
_ENDS = {
    "SUCCESS": "",
    "FAILURE": "it failed",
    "REVOKED": "a worker discarded it as expired: it took it too late, or its clock is ahead of the one here",
}
TASK = "celery.accumulate"
"""Celery's own: it gives back what it is given (celery/app/builtins.py), and every worker has it."""
# So many limits may pass until the last result: there may be hundreds of queues.
_PATIENCE = 2
# Seconds between two looks for a result.
_PACE = 0.01
_LOST = "no result came back"


@dataclass(frozen=True, slots=True)
class Trip:
    """One task on its way. sent: seconds until the broker had it. back: seconds until its result was here.

    state: what the results say of it, "" where they say nothing. wrong: what went wrong, "" for nothing.
    """

    queue: str
    task_id: str
    sent: float = 0.0
    back: float | None = None
    state: str = ""
    wrong: str = ""


def round_trips(system: System) -> tuple[Trip, ...]:
    """A task through each queue that some worker reads. Raises NotChecked where none may be sent, or none can return.

    What nobody takes in time expires: no worker runs it later.
    """
    if not system.round_trip:
        raise NotChecked("tasks are sent only with --round-trip")
    if system.once(results_side) is None:
        raise NotChecked("no result backend is configured: nothing that is sent can be seen to come back")
    # Where results cannot be read from here, nothing is seen to come back either.
    system.once(store)
    celery, broker = system.once(app), system.once(connection)
    if broker.transport.driver_type == "memory":
        raise NotChecked("a broker in memory is that of one process, so no worker takes what is sent from here")
    if unread := own_serializers(system):
        raise NotChecked(f"no task is sent from here, as only the program itself has its serializer {unread[0]}")
    names = system.once(queues)
    if not names:
        raise NotChecked("no worker reads a queue that the configuration names")
    # What waits for results has a connection of its own, and this thread a backend of its own.
    if consumer := getattr(celery.backend, "result_consumer", None):
        system.closing.callback(consumer.stop)
    with celery.amqp.Producer(broker) as producer:
        sent = [_send(celery, producer, name, system.limit) for name in names]
    trips = tuple(_awaited(sent, system.limit))
    if any(trip.wrong == _LOST for trip in trips) and _ignored(system):
        raise NotChecked("workers keep no results (task_ignore_result), nor where the sender asks for one")
    return trips


def queues(system: System) -> tuple[str, ...]:
    """The queues that the program sends to and that workers read; without remote control, those that it declares.

    Others are left out: what is sent there would stay.
    """
    known = {queue.name for queue in in_use(system.project).declared if queue.name and not queue.broadcast}
    try:
        workers = system.once(answers).workers
    except NotChecked:
        return tuple(sorted(known))
    known |= {each.queue for each in destinations(system.project)}
    return tuple(sorted(known & frozenset().union(*(worker.queue_names for worker in workers))))


def _ignored(system: System) -> bool:
    """Whether a worker ignores results by itself: an older Celery does so whatever the message says."""
    known = system.answered(answers)
    workers = known.workers if known else ()
    return any(worker.conf and worker.conf.get("task_ignore_result") for worker in workers)


@dataclass(frozen=True, slots=True)
class _Sent:
    trip: Trip
    begun: float
    result: Any = None


def _send(celery: Any, producer: Any, queue: str, limit: float) -> _Sent:
    """To the queue of that name by the nameless exchange, which all brokers have; nothing is declared.

    The queue is given as kombu's own: of an exchange and a key alone, without a name of the exchange, Celery makes the
    default queue (celery/app/amqp.py, send_task_message).
    """
    from kombu import entity

    make: Any = entity.Queue
    token, begun = str(uuid.uuid4()), time.monotonic()
    try:
        result = celery.send_task(
            TASK,
            args=[token],
            kwargs={"index": 0},
            task_id=token,
            queue=make(queue),
            declare=[],
            expires=limit * _PATIENCE,
            ignore_result=False,
            producer=producer,
            retry=False,
        )
    except Exception as error:
        return _Sent(Trip(queue, token, wrong=f"it could not be sent: {trouble(error).words}"), begun)
    return _Sent(Trip(queue, token, time.monotonic() - begun), begun, result)


def _awaited(sent: list[_Sent], limit: float) -> Iterator[Trip]:
    """Each trip, as it ended: they are waited for together, until none has ended for so many seconds."""
    waiting = [one for one in sent if one.result is not None]
    done: dict[str, Trip] = {}
    begun = last = time.monotonic()
    while waiting and time.monotonic() < min(last + limit, begun + limit * _PATIENCE):
        for one in list(waiting):
            if (trip := _back(one)) is not None:
                done[one.trip.queue] = trip
                waiting.remove(one)
                last = time.monotonic()
        time.sleep(_PACE)
    for one in sent:
        lost = Trip(one.trip.queue, one.trip.task_id, one.trip.sent, wrong=one.trip.wrong or _LOST)
        yield done.get(one.trip.queue, lost)


def _back(one: _Sent) -> Trip | None:
    """The trip, once there is a result, which is then removed; None until then."""
    try:
        state = _state(one.result)
        if state not in _ENDS:
            return None
        value = one.result.result
        back = time.monotonic() - one.begun
        one.result.forget()
    except Exception as error:
        return Trip(one.trip.queue, one.trip.task_id, one.trip.sent, wrong=f"results: {trouble(error).words}")
    wrong = "something else came back" if state == "SUCCESS" and value != one.trip.task_id else _ENDS[state]
    return Trip(one.trip.queue, one.trip.task_id, one.trip.sent, back, state, wrong)


def _state(result: Any) -> str:
    """The state of a task. Replies to the sender are only read by who waits for them (celery/backends/rpc.py)."""
    from celery.exceptions import TimeoutError as NotYet

    if result.backend.__class__.__name__ == "RPCBackend":
        with suppress(NotYet):
            result.get(timeout=_PACE, propagate=False)
    return str(result.state)
