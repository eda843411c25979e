from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.queue_depths import depths
from celerykit.live.system import System
from celerykit.live.workers import Worker, answering

# Messages that wait for each task that can run at a time. At a second a task, the last of them waits two minutes, which
# a burst may well do; or a quarter of an hour, which is more than most who wait for a result have.
_TOLD = 100
_MANY = 1000


class QueueBacklog(LiveCheck):
    """Much more waits in a queue than its workers run at a time.

    *Why*: workers are there, and do not keep up: what is sent now waits until all before it is done. Tasks that expire
    do so unrun, and who waits for a result gives up before it comes. On Redis what waits is memory.

    *Instead*: more workers or processes (`--concurrency`), a queue of its own for what is urgent, `expires` for what
    need not be done late. After a burst it is enough to wait: look again, and see whether it shrinks.
    """

    code = "CK941"
    name = "queue-backlog"
    severity = "warning"
    message = "{ready} messages wait, {times} for each of the {slots} tasks that its workers run at a time"
    fix = "look again to see whether it shrinks; if not, start more workers, or raise --concurrency"
    asks = "the broker: how many messages wait in each queue; all workers: `active_queues`, `stats`"
    symptoms = ("tasks start long after they were sent", "the queue grows though workers are busy")

    def check(self, system: System) -> Iterator[Finding]:
        workers, known = system.once(answering), system.once(depths)
        for queue, depth in known.items():
            readers = [worker for worker in workers if queue in worker.queue_names]
            slots = sum(map(_slots, readers))
            if not slots or depth.ready < _TOLD * slots:
                continue
            severity: Severity = "warning" if depth.ready >= _MANY * slots else "info"
            things = (Thing("worker", worker.name) for worker in readers)
            yield self.at(
                Thing("queue", queue),
                *things,
                severity=severity,
                ready=depth.ready,
                times=depth.ready // slots,
                slots=slots,
            )


def _slots(worker: Worker) -> int:
    """How many tasks it runs at a time, one at least; with an autoscaler as many as that may make them."""
    stats = worker.stats or {}
    limits = ((stats.get("pool") or {}).get("max-concurrency"), (stats.get("autoscaler") or {}).get("max"))
    return max((limit for limit in limits if isinstance(limit, int) and limit > 0), default=1)
