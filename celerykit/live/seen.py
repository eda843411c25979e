"""What was found running: the lines that a doctor says of a system whether it is well or not."""

from __future__ import annotations

from collections.abc import Iterator

from celerykit.live.beats import answering_beats, beats_here, may_be_of
from celerykit.live.enumerations import few
from celerykit.live.round_trips import round_trips
from celerykit.live.server_lines import server_lines
from celerykit.live.system import System
from celerykit.live.worker_software import software
from celerykit.live.workers import Worker, answers

__all__ = ["seen"]

# As many workers, and queues, as a reader wants to see one by one.
_WORKERS = _QUEUES = 10


def seen(system: System) -> Iterator[str]:
    """A sentence for each part that answered. Nothing is asked for it: only what checks asked before is told."""
    yield from server_lines(system)
    yield from _workers(system)
    yield from _beats(system)
    yield from _trips(system)


def _workers(system: System) -> Iterator[str]:
    said = system.answered(answers)
    workers = said.workers if said else ()
    for worker in workers[:_WORKERS]:
        yield f"worker {worker.name}: {_told(worker)}"
    if len(workers) > _WORKERS:
        yield f"{len(workers) - _WORKERS} more workers answer"


def _beats(system: System) -> Iterator[str]:
    for process in system.answered(beats_here) or ():
        if process.is_beat and may_be_of(system.project, process):
            where = f", in {process.folder}" if process.folder else ""
            yield f"beat {process.app or 'of some app'}: process {process.pid} of this machine{where}"
    for name in sorted(system.answered(answering_beats) or ()):
        yield f"beat {name}: answers"


def _told(worker: Worker) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in software(worker).items() if name != "kombu")
    pool = (worker.stats or {}).get("pool") or {}
    limit = pool.get("max-concurrency")
    slots = f"{limit} {'task' if limit == 1 else 'tasks'} at a time" if limit else ""
    reads = f"reads {few(sorted(worker.queue_names)) or 'no queue'}" if worker.queues is not None else ""
    count = len(worker.registered or ())
    knows = f"has {count} {'task' if count == 1 else 'tasks'}" if worker.registered is not None else ""
    return "; ".join(part for part in (versions, slots, reads, knows) if part) or "answers"


def _trips(system: System) -> Iterator[str]:
    trips = system.answered(round_trips) or ()
    ended = [(trip.queue, trip.sent, trip.back) for trip in trips if trip.back is not None and not trip.wrong]
    for queue, sent, back in ended[:_QUEUES]:
        times = f"was sent in {_milliseconds(sent)}, and its result was here after {_milliseconds(back)}"
        yield f"queue {queue}: a task {times}"
    if more := [back for *_, back in ended[_QUEUES:]]:
        yield f"{len(more)} more queues: each result was here after {_milliseconds(max(more))} at most"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
