from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.urls import broker
from celerykit.rules.words import assignment, unless


class DisablePrefetchNonRedis(Rule):
    """Workers are to take a message only when a process is free, on a broker where Celery cannot do that.

    *Why*: `worker_disable_prefetch` works on Redis alone (celery/worker/consumer/tasks.py).
    Elsewhere a worker logs a warning, ignores the setting, and takes as many messages as
    `worker_prefetch_multiplier` says, which is four for each process.

    *Instead*: `worker_prefetch_multiplier = 1` with `task_acks_late = True`: then a process has one message.
    """

    code = "CK419"
    name = "disable-prefetch-non-redis"
    severity = "warning"
    since = "5.6"
    brokers = ("amqp", "sqs", "sqlalchemy", "filesystem", "memory")
    message = (
        "worker_disable_prefetch is ignored on {broker}, as it works on Redis alone: "
        "a worker takes messages in advance all the same{unless}"
    )
    fix = "{line}"
    symptoms = ("worker_disable_prefetch is only supported for Redis brokers.",)
    bad = """\
broker_url = "amqp://localhost"
worker_disable_prefetch = True
"""
    good = """\
broker_url = "amqp://localhost"
worker_prefetch_multiplier = 1
"""

    def check(self, project: Project) -> Iterator[Finding]:
        value, url, found = project.config["worker_disable_prefetch"], project.config["broker_url"], broker(project)
        if (
            not (value.known and value.value)
            or project.tests
            or (found is None and project.config.written("broker_url"))
        ):
            return
        yield self.finding(
            value,
            subject=project.config.subject,
            said="ignored",
            related=label(url, "not Redis"),
            broker=found.title if found else "RabbitMQ",
            unless=unless(value, url),
            line=assignment(project, "worker_prefetch_multiplier", "1"),
        )
