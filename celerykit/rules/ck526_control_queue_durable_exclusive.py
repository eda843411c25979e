from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.words import assignment, named, unless

_WHOSE = {
    "control": "the worker, and celery inspect, end with ImproperlyConfigured",
    "event": "whoever receives events (flower, celery events) ends with ImproperlyConfigured",
}


class ControlQueueDurableExclusive(Rule):
    """The queues of remote control, or of events, are to be durable and exclusive at once.

    *Why*: an exclusive queue goes with its connection, so Celery refuses to make it durable too
    (celery/app/control.py, celery/events/receiver.py).
    From Celery 5.7 both kinds are exclusive unless told otherwise: `control_queue_durable = True`, which worked in 5.6,
    ends the worker.

    *Instead*: choose one. To keep them durable, set `control_queue_exclusive = False` too.
    """

    code = "CK526"
    name = "control-queue-durable-exclusive"
    severity = "error"
    since = "5.6"
    message = "{durable} and {exclusive} are both true{default}: {consequence}{unless}"
    fix = "{line}"
    symptoms = (
        "ImproperlyConfigured: control_queue_durable and control_queue_exclusive cannot both be True",
        "ImproperlyConfigured: Queue cannot be both exclusive and durable, choose one or the other.",
    )
    bad = """\
broker_url = "amqp://localhost"
control_queue_durable = True
"""
    good = """\
broker_url = "amqp://localhost"
control_queue_durable = True
control_queue_exclusive = False
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for kind in _WHOSE:
            durable, exclusive = (project.config[f"{kind}_queue_{word}"] for word in ("durable", "exclusive"))
            if durable.known and durable.value and exclusive.decided and exclusive.value:
                yield self._told(project, kind, durable, exclusive)

    def _told(self, project: Project, kind: str, durable: Value, exclusive: Value) -> Finding:
        return self.finding(
            durable,
            subject=project.config.subject,
            said="durable",
            related=label(exclusive, "and exclusive") if exclusive.known else (),
            durable=named(project, f"{kind}_queue_durable"),
            exclusive=named(project, f"{kind}_queue_exclusive"),
            default="" if exclusive.known else ", the latter by default",
            consequence=_WHOSE[kind],
            line=assignment(project, f"{kind}_queue_exclusive", "False"),
            unless=unless(durable, exclusive),
        )
