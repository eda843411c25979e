from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.settings import broker_side, setting
from celerykit.live.silence import silent_listeners, silent_readers
from celerykit.live.system import System
from celerykit.live.workers import answering

_MANY = 3  # names in a message


class WorkerSilent(LiveCheck):
    """A worker is connected, but answers nothing.

    *Why*: a frozen or deadlocked worker keeps its connections and the tasks that it has taken, and runs none. The
    broker takes it for alive: RabbitMQ until heartbeats fail, after a few minutes; Redis for as long as the machine is
    there. A worker that was killed is not meant: its connections end with it.

    *Instead*: look at it where it runs (`py-spy dump --pid PID`, its log), and start it again. A pool `solo` answers
    nothing while a task runs, which is how it is made. A worker that does not accept the content type of the question
    says so in its log and does not answer either. Where none answers at all, CK960 says so.
    """

    code = "CK968"
    name = "worker-silent"
    severity = "warning"
    brokers = ("redis", "sentinel", "amqp")
    message = ""
    fix = "see whether it hangs or is paused where it runs, and start it again"
    asks = (
        "the workers: `ping`, `active_queues`; Redis: `PUBLISH` of nothing, which tells how many listen;"
        " RabbitMQ: a passive declaration of each queue, for its readers"
    )
    symptoms = (
        "a worker is frozen: it has tasks and runs none",
        "tasks stay received and never start",
        "celery inspect ping: No nodes replied within time constraint.",
    )

    def check(self, system: System) -> Iterator[Finding]:
        # Where none answers, there may be none: that is CK960's.
        system.once(answering)
        spoken = system.once(broker_side).speaks
        if spoken == "redis":
            yield from self._of_redis(system)
        elif spoken == "amqp":
            yield from self._of_amqp(system)
        else:
            raise NotChecked("this broker does not tell who listens")

    def _of_redis(self, system: System) -> Iterator[Finding]:
        found = system.once(silent_listeners)
        if found is None:
            return
        workers = [Thing("worker", name) for name in found.names]
        yield self.at(
            workers[0] if workers else system.once(broker_side),
            *workers[1:],
            severity=_severity(system),
            message="{listening} listen to remote control, and {silent} of them {do} not answer{who}",
            listening=found.listening,
            silent=found.silent,
            do="does" if found.silent == 1 else "do",
            who=f": {', '.join(found.names[:_MANY])}" if found.names else "",
        )

    def _of_amqp(self, system: System) -> Iterator[Finding]:
        found = system.once(silent_readers)
        if not found:
            return
        first, *others = sorted(found)
        yield self.at(
            Thing("queue", first),
            *(Thing("queue", queue) for queue in others),
            severity=_severity(system),
            message="{silent} of its readers {are} no worker that answers{also}",
            silent=found[first],
            are="is" if found[first] == 1 else "are",
            also=f"; the same holds for {', '.join(others[:_MANY])}" if others else "",
        )


def _severity(system: System) -> Severity:
    """What is made to be silent now and then is told, and no more."""
    pools = [setting(system.project, "worker_pool")]
    for process in system.project.deployment.workers:
        pool = process.options.get("pool")
        pools.append(pool.value if pool else None)
    return "info" if "solo" in pools else "warning"
