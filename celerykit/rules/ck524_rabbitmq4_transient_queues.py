from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.queues import argument, declared
from celerykit.rules.words import assignment, named, unless

_NOTHING = "RabbitMQ refuses such queues from 4.3 on, and earlier where transient_nonexcl_queues is denied"


class Rabbitmq4TransientQueues(Rule):
    """A queue is neither durable nor exclusive, which RabbitMQ 4 no longer allows.

    *Why*: queues that do not outlive the broker, and belong to no connection, are deprecated in RabbitMQ
    (`transient_nonexcl_queues`), and refused from 4.3 on: the worker, or `celery inspect`, gets `541 INTERNAL_ERROR`.
    From Celery 5.7 the queues of remote control and of events are exclusive, unless told otherwise; in 5.6 they have
    to be told; before, they cannot be.

    *Instead*: let them be exclusive, or durable. A queue for tasks is best durable.
    """

    code = "CK524"
    name = "rabbitmq4-transient-queues"
    severity = "warning"
    brokers = ("amqp",)
    message = "{what} neither durable nor exclusive: " + _NOTHING + "{unless}"
    fix = "{cure}"
    symptoms = (
        "541 INTERNAL_ERROR when a worker starts, or at the first celery inspect",
        "transient_nonexcl_queues is deprecated",
    )
    bad = """\
broker_url = "amqp://localhost"
control_queue_exclusive = False
"""
    good = """\
broker_url = "amqp://localhost"
control_queue_exclusive = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        written: list[str] = []
        unwritten: list[str] = []
        for kind in _WHAT:
            exclusive, durable = (project.config[f"{kind}_queue_{word}"] for word in ("exclusive", "durable"))
            if exclusive.value is False and durable.decided and not durable.value:
                (written if exclusive.known else unwritten).append(kind)
        for kind in written:
            value = project.config[f"{kind}_queue_exclusive"]
            yield self._told(
                project, value, f"{_WHAT[kind]} are", assignment(project, f"{kind}_queue_exclusive", "True")
            )
        if unwritten and project.celery:
            cure = "; ".join(assignment(project, f"{kind}_queue_exclusive", "True") for kind in unwritten)
            what = f"by the defaults of Celery {project.celery} {' and '.join(_WHAT[kind] for kind in unwritten)} are"
            yield self._told(project, project.config["broker_url"], what, cure, "info")
        yield from self._of_tasks(project)

    def _of_tasks(self, project: Project) -> Iterator[Finding]:
        for queue in declared(project).declared:
            durable, exclusive = (argument(queue, "", word) for word in ("durable", "exclusive"))
            if queue.broadcast or not durable.known or durable.value or exclusive.unknown or exclusive.value:
                continue
            cure = f"take durable=False from it (in {named(project, 'task_queues')})"
            yield self._told(project, durable, f"{queue.name or 'a queue'} is", cure)

    def _told(self, project: Project, value: Value, what: str, cure: str, severity: Severity = "warning") -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="RabbitMQ" if severity == "info" else "not exclusive" if "queues" in what else "not durable",
            severity=severity,
            what=what,
            cure=cure,
            unless=unless(project.config["broker_url"], value),
        )


_WHAT = {"control": "the queues of remote control", "event": "the queues of events"}
