"""What runs, as far as it answers: the workers, and how much waits in the queues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import Depth, depths
from celerykit.live.system import System
from celerykit.live.workers import Worker, answers

__all__ = ["Running", "running"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Running:
    """workers: those that answer; depths: of the queues that the broker has, by name. None: nobody can say."""

    workers: tuple[Worker, ...] | None = None
    depths: Mapping[str, Depth] | None = None


def running(system: System) -> Running:
    """What is seen of a system; what checks asked before is not asked again."""
    said = _known(system, answers)
    return Running(said.workers if said else None, _known(system, depths))


def _known(system: System, ask: Callable[[System], T]) -> T | None:
    try:
        return system.once(ask)
    except NotChecked:
        return None
