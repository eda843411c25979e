from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.queues import Declared, argument, declared
from celerykit.rules.words import assignment, named, unless

_TYPES = ("classic", "quorum")
_DEFAULT, _MISSING = "task_default_queue_type", "task_create_missing_queue_type"


class QuorumDefaultTypeIgnored(Rule):
    """`task_default_queue_type` does not make a quorum queue of any queue.

    *Why*: it is the type of the one queue that Celery makes where `task_queues` holds none (celery/app/amqp.py,
    AMQP.Queues): queues that are declared are what they say themselves, and classic unless they say otherwise.
    Any value but `"quorum"`, misspelt or in capitals, counts as classic without a word.
    Queues that are made on the way have `task_create_missing_queue_type`, which raises `ValueError` for such a value.

    *Instead*: `Queue("celery", queue_arguments={"x-queue-type": "quorum"})`.
    """

    code = "CK531"
    name = "quorum-default-type-ignored"
    severity = "warning"
    since = "5.5"
    brokers = ("amqp",)
    message = "{setting} = {value!r} {problem}{unless}"
    fix = "{cure}"
    symptoms = (
        "queues are classic, though task_default_queue_type is quorum",
        "ValueError: Invalid queue type 'Quorum'. Valid types are 'classic' and 'quorum'.",
    )
    bad = """\
from kombu import Queue

broker_url = "amqp://localhost"
task_default_queue_type = "quorum"
task_queues = [Queue("celery")]
"""
    good = """\
from kombu import Queue

broker_url = "amqp://localhost"
task_queues = [Queue("celery", queue_arguments={"x-queue-type": "quorum"})]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        value, missing = project.config[_DEFAULT], project.config[_MISSING]
        if value.known and isinstance(value.value, str) and value.value not in {*_TYPES, ""}:
            cure = assignment(project, _DEFAULT, '"quorum"')
            yield self._told(project, _DEFAULT, value, "is no type of queue: the queue is classic", cure)
        elif value.known and value.value == "quorum":
            for queue in declared(project).declared:
                if not queue.broadcast and argument(queue, "x-queue-type").decided and not _typed(queue):
                    problem = f"does nothing for the queues of task_queues: {queue.name or 'one of them'} is classic"
                    cure = f'Queue("{queue.name or "…"}", queue_arguments={{"x-queue-type": "quorum"}})'
                    yield self._told(project, _DEFAULT, value, problem, cure, queue=queue)
                    return
        if missing.known and isinstance(missing.value, str) and missing.value not in {*_TYPES, ""}:
            problem = "is no type of queue: to send a task to a queue that is not declared raises ValueError"
            yield self._told(project, _MISSING, missing, problem, assignment(project, _MISSING, '"quorum"'), "error")

    def _told(
        self,
        project: Project,
        setting: str,
        value: Value,
        problem: str,
        cure: str,
        severity: Severity = "warning",
        queue: Declared | None = None,
    ) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="not for declared queues" if queue else "no type",
            related=label(queue.value, "a classic queue") if queue else (),
            severity=severity,
            setting=named(project, setting),
            value=value.value,
            problem=problem,
            cure=cure,
            unless=unless(project.config["broker_url"], value),
        )


def _typed(queue: Declared) -> bool:
    return argument(queue, "x-queue-type").value is not None
