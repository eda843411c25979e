"""Nodes that are there for the broker, and answer nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from celerykit.live.base import NotChecked
from celerykit.live.mailboxes import consumers_of, listeners, mailbox_names, namesakes
from celerykit.live.queue_depths import queue_names
from celerykit.live.system import System
from celerykit.live.workers import answers, asked

__all__ = ["Silence", "silent_listeners", "silent_readers"]


@dataclass(frozen=True, slots=True)
class Silence:
    """Of so many that listen to remote control, so many are silent. names: theirs, none where they are not certain."""

    listening: int
    silent: int
    names: tuple[str, ...] = ()


def silent_listeners(system: System) -> Silence | None:
    """The silent nodes on Redis; None where all answer. Raises NotChecked, as `answers` does."""
    pongs = system.once(answers).pongs
    if listeners(system) <= sum(pongs.values()):
        return None
    # One that has just started listens before it answers: it is given a second time.
    again = _pinged(system)
    listening = listeners(system)
    silent = listening - len(again)
    if silent <= 0:
        return None
    left = sorted(mailbox_names(system) - set(pongs) - set(again))
    # The names of killed workers are left too: more names than nodes say nothing.
    return Silence(listening, silent, tuple(left) if len(left) == silent else ())


def silent_readers(system: System) -> Mapping[str, int]:
    """Of each queue on RabbitMQ that has silent readers, how many. Raises NotChecked, as `answers` does."""
    readers = _readers(system)
    found = _without_answer(system, readers)
    if not found:
        return {}
    # One that has just started reads before it answers: it is given a second time.
    if set(_pinged(system)) - set(system.once(answers).pongs):
        raise NotChecked("workers are just starting")
    still = _without_answer(system, readers)
    return {queue: min(count, still[queue]) for queue, count in found.items() if queue in still}


def _pinged(system: System) -> list[str]:
    return [name for reply in asked(system, "ping") for name in reply]


def _readers(system: System) -> Mapping[str, int]:
    """How many workers that answer read each queue that is known."""
    counts = system.once(namesakes)
    found = dict.fromkeys(queue_names(system), 0)
    for worker in system.once(answers).workers:
        if worker.queues is None and worker.stats is not None:
            raise NotChecked(f"{worker.name} does not tell which queues it reads")
        for queue in worker.queue_names:
            found[queue] = found.get(queue, 0) + counts.get(worker.name, 1)
    return found


def _without_answer(system: System, readers: Mapping[str, int]) -> dict[str, int]:
    counted = {queue: consumers_of(system, queue) for queue in readers}
    return {queue: count - readers[queue] for queue, count in counted.items() if count and count > readers[queue]}
