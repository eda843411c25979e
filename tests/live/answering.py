"""Systems whose workers are made up: what checks make of answers, without a server. Real ones stand beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from celerykit.findings import Finding
from celerykit.live import load
from celerykit.live.queue_depths import Depth, depths
from celerykit.live.silence import Silence, silent_listeners
from celerykit.live.system import System
from celerykit.live.workers import Answers, Worker, answers
from tests.rules.build import project

__all__ = ["told", "worker"]

T = TypeVar("T")

# As Celery writes it (celery/app/utils.py, BUGREPORT_INFO).
_REPORT = """
software -> celery:{celery} (name) kombu:{kombu} py:{python}
            billiard:4.2.1 redis:5.2.0
platform -> system:Linux arch:64bit, ELF
            kernel version:6.1.0 imp:CPython
loader   -> celery.loaders.app.AppLoader
settings -> transport:redis results:{results}

broker_url: 'redis://h:6379/0'
"""
_POOLS = {"prefork": "celery.concurrency.prefork:TaskPool", "threads": "celery.concurrency.thread:TaskPool"}


@dataclass
class _Told(System):
    prepared: Mapping[Any, Any] = field(default_factory=dict)

    def once(self, ask: Callable[[System], T]) -> T:
        if ask not in self.prepared:
            return super().once(ask)
        found: T = self.prepared[ask]
        return found


def worker(
    name: str = "w@h",
    *tasks: str,
    queues: Iterable[str] = ("celery",),
    uptime: int = 60,
    pool: str = "prefork",
    slots: int = 2,
    celery: str = "5.7.0",
    kombu: str = "5.7.0",
    python: str = "3.11.7",
    results: str = "disabled",
    **conf: Any,
) -> Worker:
    """A worker that gave all answers."""
    return Worker(
        name,
        {"uptime": uptime, "pool": {"implementation": _POOLS.get(pool, pool), "max-concurrency": slots}},
        {"broker_url": "redis://h:6379/0", "broker_transport_options": {}, "task_annotations": None, **conf},
        frozenset(tasks),
        tuple({"name": queue} for queue in queues),
        _REPORT.format(celery=celery, kombu=kombu, python=python, results=results),
    )


def told(
    code: str,
    *,
    workers: Iterable[Worker],
    waiting: Mapping[str, Depth] | None = None,
    silent: int = 0,
    **written: Any,
) -> list[Finding]:
    """What the check finds where these workers answer; `written` as for `tests.rules.build.project`.

    silent: how many more listen and do not answer.
    """
    written.setdefault("broker_url", "redis://h:6379/0")
    workers = tuple(workers)
    prepared = {
        silent_listeners: Silence(len(workers) + silent, silent) if silent else None,
        answers: Answers(workers, {one.name: 1 for one in workers}),
        depths: dict(waiting or {}),
    }
    (check,) = load([code])
    return list(check.check(_Told(project(**written), prepared=prepared)))
