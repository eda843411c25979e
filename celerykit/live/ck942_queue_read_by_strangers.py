from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.crews import crew, own_queues
from celerykit.live.enumerations import few
from celerykit.live.expected_tasks import program_names
from celerykit.live.system import System


class QueueReadByStrangers(LiveCheck):
    """A worker of another program reads a queue of this one.

    *Why*: each worker takes what comes, whoever sent it, and throws away what it does not know. Two programs that share
    one Redis database, or one virtual host, both use the queue `celery` unless told otherwise: of 200 tasks 132 were
    lost so. No way of acknowledging helps.

    *Instead*: give each a queue of its own (`task_default_queue`), a database or a virtual host of its own, or on Redis
    a `global_keyprefix`.
    """

    code = "CK942"
    name = "queue-read-by-strangers"
    severity = "error"
    message = "{workers} {read} it and {know} none of this program's tasks, but {others}: each discards the other's"
    fix = "give each program a queue of its own (task_default_queue); if it is this program's worker, see its include"
    asks = "all workers: `registered`, `active_queues`"
    symptoms = (
        "half of the tasks vanish",
        "Received unregistered task of type 'other.tasks.add'. The message has been ignored and discarded.",
    )

    def check(self, system: System) -> Iterator[Finding]:
        strangers = system.once(crew).strangers
        if not program_names(system.project):
            raise NotChecked("no task of the program is known")
        for queue in sorted(own_queues(system.project)):
            readers = [worker for worker in strangers if queue in worker.queue_names]
            if not readers:
                continue
            several = len(readers) > 1
            yield self.at(
                Thing("queue", queue),
                *(Thing("worker", worker.name) for worker in readers),
                workers=few([worker.name for worker in readers]),
                read="read" if several else "reads",
                know="know" if several else "knows",
                others=few(sorted(frozenset().union(*(worker.registered or () for worker in readers)))),
            )
