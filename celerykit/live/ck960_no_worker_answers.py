from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.crews import unheard
from celerykit.live.enumerations import few, waiting
from celerykit.live.queue_depths import Depth, depths
from celerykit.live.settings import broker_side
from celerykit.live.system import System
from celerykit.live.workers import answers


class NoWorkerAnswers(LiveCheck):
    """No worker answers on this broker.

    *Why*: whatever is sent waits until one comes, and nobody is told: the sender sees no error, and the task stays
    PENDING. The usual reasons: none is started, all have ended, or they look at another broker, database or virtual
    host than the one that is named here.
    Not every worker that runs answers: one with `worker_enable_remote_control = False` or another `control_exchange`
    never does, one in the solo pool does not while it runs a task.

    *Instead*: start one, and compare the line `transport:` of its banner with the broker named here.
    """

    code = "CK960"
    name = "no-worker-answers"
    severity = "error"
    message = "no worker answers there{waiting}"
    fix = (
        "start one with celery worker; if one runs, compare the transport in its banner with this broker, "
        "and see that worker_enable_remote_control is on there"
    )
    asks = "all workers: `ping`, `stats`, `conf`, `registered`, `active_queues`, `report`, asked once for all checks"
    symptoms = (
        "the task stays PENDING and never runs",
        "celery inspect ping: No nodes replied within time constraint.",
    )

    def check(self, system: System) -> Iterator[Finding]:
        if system.project.tests or system.project.config["task_always_eager"].value:
            return  # Whoever sends a task runs it.
        found, side = system.once(answers), system.once(broker_side)
        if found.workers:
            return
        if found.refused:
            types = few(sorted(found.refused))
            yield self.at(side, message=_REFUSED, fix=_ACCEPT, types=types)
            return
        known = _known(system)
        read = {name: depth for name, depth in known.items() if depth.consumers}
        if read:
            readers = few([f"{depth.consumers} of {name}" for name, depth in sorted(read.items())])
            things = (Thing("queue", name) for name in sorted(read))
            yield self.at(side, *things, severity="warning", message=_READ, fix=_SEE, readers=readers)
            return
        if count := unheard(system):
            yield self.at(side, severity="warning", message=_LISTEN, fix=_SEE, count=count)
            return
        ready = sum(depth.ready for depth in known.values())
        yield self.at(side, waiting=f", and {waiting(ready)}" if ready else "")


_REFUSED = "workers answer in {types}, which accept_content does not hold: no answer can be read"
_ACCEPT = "let client and workers agree on task_serializer and accept_content"
_READ = "queues have readers there ({readers}), but no worker answers"
_LISTEN = "{count} listen to remote control there, but no worker answers"
_SEE = "see whether they are frozen, busy in the solo pool, another program's, or have remote control off"


def _known(system: System) -> Mapping[str, Depth]:
    try:
        return system.once(depths)
    except NotChecked:
        return {}
