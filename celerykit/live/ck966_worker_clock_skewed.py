from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck, NotChecked
from celerykit.live.heartbeats import heartbeats
from celerykit.live.system import System

# Seconds. Machines that NTP keeps are apart by thousandths; a countdown of a few seconds is out by all of itself here.
_NOTICED = 5.0
# From here on, what people set in minutes is out by all of itself: `expires`, a margin of the visibility timeout.
_GRAVE = 60.0


class WorkerClockSkewed(LiveCheck):
    """The clock of a worker's machine is wrong, or the clock of this one is.

    *Why*: the sender writes times by its clock into the message, and the worker reads them by its own. With a worker's
    clock 90 s ahead, a task with a countdown of 60 s ran at once, and one with `expires=60` was thrown away, unrun.
    On Redis each worker notes when it took a message, and gives back what others seem to have held for longer than
    `visibility_timeout`: that worker gave back a task that had just begun elsewhere, and it ran twice.

    *Instead*: let NTP set the clocks (`timedatectl`, `chronyc tracking`). A container has the clock of its host; a
    virtual machine that was suspended may have kept the time of then.
    """

    code = "CK966"
    name = "worker-clock-skewed"
    severity = "warning"
    message = "its clock is {seconds:.0f} s {direction} the clock here"
    fix = "let NTP set the clocks of both machines"
    asks = "the workers: a heartbeat (remote control, `heartbeat`), and its `timestamp` from the events `worker.#`"
    symptoms = (
        "Substantial drift from celery@host may mean clocks are out of sync",
        "tasks with a countdown start too early or too late",
        "Discarding revoked task: a task with expires never runs",
    )

    def check(self, system: System) -> Iterator[Finding]:
        heard = system.once(heartbeats)
        if not heard:
            raise NotChecked("the workers send no heartbeats")
        drifts: dict[str, float] = {}
        for one in heard:
            drifts[one.node] = max(one.drift, drifts.get(one.node, 0.0), key=abs)
        for node, drift in drifts.items():
            if abs(drift) > _NOTICED:
                yield self.at(
                    Thing("worker", node),
                    severity="error" if abs(drift) > _GRAVE else "warning",
                    seconds=abs(drift),
                    direction="ahead of" if drift > 0 else "behind",
                )
