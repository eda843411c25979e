from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.words import assignment


class SqsRemoteControl(Rule):
    """Remote control is left on, but SQS carries none.

    *Why*: remote control needs broadcasts, and kombu's transport for SQS has none that a worker listens to.
    Workers leave it out without a word: what revokes, inspects, pings or limits reaches nobody, and asks in vain.
    Monitors such as Flower show no worker, and a container's health check by `celery inspect ping` always fails.
    Earlier releases made a queue for each worker (`celery-pidbox`) that nobody ever deleted.

    *Instead*: say that it is off, so that nobody counts on it: `worker_enable_remote_control = False`,
    `worker_send_task_events = False`.
    """

    code = "CK409"
    name = "sqs-remote-control"
    severity = "info"
    brokers = ("sqs",)
    message = "{setting} is {on}, but SQS carries no {what}: {consequence}"
    fix = "{line}"
    symptoms = (
        "celery inspect ping finds no worker on SQS",
        "a revoked task runs all the same on SQS",
        "many queues called celery-pidbox on SQS",
    )
    bad = """\
broker_url = "sqs://"
"""
    good = """\
broker_url = "sqs://"
worker_enable_remote_control = False
"""

    def check(self, project: Project) -> Iterator[Finding]:
        url = project.config.entry("broker_url")
        if url is None or url.way == "profile":  # celerykit says so itself, when the profile is loaded
            return
        control, events = (project.config[name] for name in ("worker_enable_remote_control", "worker_send_task_events"))
        if control.decided and control.value:
            yield self.finding(
                control if control.place else url.value,
                subject=project.config.subject,
                said="" if control.place else "broadcasts are not carried here",
                severity="warning" if control.known else None,
                setting="worker_enable_remote_control",
                on="True" if control.known else "on by default",
                what="remote control",
                consequence="what revokes, inspects or limits reaches no worker",
                line=assignment(project, "worker_enable_remote_control", "False"),
            )
        if events.known and events.value:
            yield self.finding(
                events,
                subject=project.config.subject,
                severity="warning",
                setting="worker_send_task_events",
                on="True",
                what="events",
                consequence="no monitor sees them",
                line=assignment(project, "worker_send_task_events", "False"),
            )
