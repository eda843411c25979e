from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.urls import BROKERS, each
from celerykit.rules.words import assignment, unless


class MemoryBrokerMultiprocess(Rule):
    """The broker is the memory of one process, which no other process sees.

    *Why*: kombu's `memory://` keeps its queues in a dictionary of the process.
    A task that a web process sends stays there: the worker, another process, waits before empty queues, without a word.

    *Instead*: use a broker; `memory://` is for tests, with a worker in a thread of the same process.
    """

    code = "CK211"
    name = "memory-broker-multiprocess"
    severity = "error"
    brokers = ("memory",)
    message = "{name} is memory://: a task stays in the process that sends it, and no worker ever sees it{unless}"
    fix = "{line}"
    symptoms = ("the task is sent, and the worker does nothing", "results stay PENDING with memory://")
    bad = """\
broker_url = "memory://"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        eager = project.config["task_always_eager"]
        if project.tests or project.embedded or eager.unknown or eager.value:
            return
        for setting, value, url in each(project, *BROKERS):
            if not url.lower().startswith("memory://"):
                continue
            workers = project.deployment.workers
            yield self.finding(
                value,
                subject=project.config.subject,
                said="seen by one process only",
                related=label(workers[0].place, "is another process") if workers else (),
                severity="info" if value.variable else None,
                name=setting,
                unless=unless(value),
                line=assignment(project, setting, '"redis://localhost:6379/0"'),
            )
            return
