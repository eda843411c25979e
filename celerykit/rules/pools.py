"""In which pools workers run their tasks, and what these pools can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from celerykit.project import Process, Project, State, Value
from celerykit.rules.programs import configured
from celerykit.values.places import Place

__all__ = ["GREEN", "GROWING", "HARD_LIMIT", "SOFT_LIMIT", "WITH_CHILDREN", "Pool", "named", "option", "pools"]

# celery/concurrency: what each pool implements; whatever else it is given, it takes and forgets.
WITH_CHILDREN = frozenset({"prefork"})
SOFT_LIMIT = frozenset({"prefork"})
HARD_LIMIT = frozenset({"prefork", "gevent"})
GROWING = frozenset({"prefork", "gevent", "eventlet"})
GREEN = frozenset({"gevent", "eventlet"})

_UNKNOWN = Value(State.UNKNOWN)
# celery/concurrency/__init__.py, ALIASES.
_NAMES = {
    "celery.concurrency.eventlet:TaskPool": "eventlet",
    "celery.concurrency.gevent:TaskPool": "gevent",
    "celery.concurrency.prefork:TaskPool": "prefork",
    "celery.concurrency.solo:TaskPool": "solo",
    "celery.concurrency.thread:TaskPool": "threads",
    "eventlet": "eventlet",
    "gevent": "gevent",
    "prefork": "prefork",
    "processes": "prefork",
    "solo": "solo",
    "threads": "threads",
}


@dataclass(frozen=True, slots=True)
class Pool:
    """The pool of a worker, or of any worker where none is known.

    name: of Celery's pools, "" for another one, and for one that cannot be known. value: what says so.
    """

    name: str
    value: Value
    worker: Process | None = None

    @property
    def place(self) -> Value | Place | None:
        """Where it is chosen, else where its worker is started."""
        return self.value if self.value.place or self.worker is None else self.worker.place


def pools(project: Project) -> Iterator[Pool]:
    """The pool of each worker that is started, else the one that the settings say."""
    for worker in project.deployment.workers or (None,):
        value = _chosen(project, worker)
        yield Pool(named(value.value) if value.decided else "", value, worker)


def named(text: object) -> str:
    """The pool of Celery's that a name, an alias or a path stands for; "" for another one."""
    return _NAMES.get(text, "") if isinstance(text, str) else ""


def option(project: Project, worker: Process | None, name: str, setting: str) -> Value:
    """What is in force of an option for a worker: what its command says, else the variable of the command, else the
    setting; unknown where the command may say more than is seen.
    """
    if worker is None:
        return project.config[setting]
    said = worker.options.get(name) or worker.environment.get(f"CELERY_WORKER_{name.upper()}")
    return said or (configured(project, setting) if worker.complete else _UNKNOWN)


def _chosen(project: Project, worker: Process | None) -> Value:
    said, setting = option(project, worker, "pool", "worker_pool"), configured(project, "worker_pool")
    if said.known and said.value == "prefork" and (setting.unknown or (setting.known and setting.value)):
        # `-P prefork` is what the command takes for "nothing said" (celery/bin/worker.py).
        return setting
    return said
