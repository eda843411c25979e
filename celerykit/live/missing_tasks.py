"""Tasks that a worker should know, and does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from celerykit.live.base import NotChecked
from celerykit.live.crews import crew, unheard
from celerykit.live.expected_tasks import Expected, expected, is_among
from celerykit.live.system import System
from celerykit.live.workers import Worker

__all__ = ["Missing", "missing", "uptime"]


@dataclass(frozen=True, slots=True)
class Missing:
    """Tasks of one queue (None: not known which) that the same workers lack.

    lacking, having: those that read the queue, as far as they told; having by name. stale: all that lack them are older
    than any that has them. certain: the tasks are known to be sent, or to be a worker's.
    """

    tasks: tuple[str, ...]
    queue: str | None
    lacking: tuple[Worker, ...]
    having: tuple[str, ...]
    stale: bool
    certain: bool


def missing(system: System) -> tuple[Missing, ...]:
    """All that is missing. Another program's workers do not count. Raises NotChecked where no worker tells."""
    workers = [worker for worker in system.once(crew).own if worker.registered is not None]
    if not workers and not system.once(crew).strangers:
        raise NotChecked("no worker tells which tasks it knows")
    found: dict[tuple[object, ...], list[str]] = {}
    kinds: dict[tuple[object, ...], Missing] = {}
    for one in expected(system.project):
        lack = _lack(system, one, workers)
        # Of a task whose queue is not known, one that does not answer may be the one that reads it.
        if lack and (one.queue is not None or not unheard(system)):
            at = (one.queue, one.certain, tuple(worker.name for worker in lack.lacking))
            found.setdefault(at, []).append(one.name)
            kinds[at] = lack
    return tuple(replace(kinds[at], tasks=tuple(names)) for at, names in found.items())


def uptime(worker: Worker) -> float | None:
    """For how many seconds it has been running."""
    seconds = (worker.stats or {}).get("uptime")
    return float(seconds) if isinstance(seconds, (int, float)) else None


def _lack(system: System, one: Expected, workers: list[Worker]) -> Missing | None:
    readers = [worker for worker in workers if one.queue is None or one.queue in worker.queue_names]
    lacking = [each for each in readers if not is_among(system.project, one.name, each.registered or frozenset())]
    having = [worker for worker in readers if worker not in lacking]
    # Of a task whose queue is not known, one that has it may be the only one that reads it.
    if not lacking or (one.queue is None and having):
        return None
    names = tuple(worker.name for worker in having)
    return Missing((), one.queue, tuple(lacking), names, _are_older(lacking, having), one.certain)


def _are_older(lacking: list[Worker], having: list[Worker]) -> bool:
    young, old = [uptime(worker) for worker in having], [uptime(worker) for worker in lacking]
    known = [seconds for seconds in (*young, *old) if seconds is not None]
    return bool(having) and len(known) == len(young) + len(old) and min(known[len(young) :]) > max(known[: len(young)])
