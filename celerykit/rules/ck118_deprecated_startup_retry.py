from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, State
from celerykit.rules.base import Rule
from celerykit.rules.words import assignment, unless


class DeprecatedStartupRetry(Rule):
    """A worker that must not retry its first connection says so by a setting that will mean something else.

    *Why*: today `broker_connection_retry = False` also means that a worker ends when the broker is not up at its start.
    From Celery 6.0 on that is for `broker_connection_retry_on_startup` alone to say, and the worker would wait.
    Each start warns of it (celery/worker/consumer/consumer.py, ensure_connected).

    *Instead*: set both.
    """

    code = "CK118"
    name = "deprecated-startup-retry"
    severity = "warning"
    message = (
        "{name} is False and broker_connection_retry_on_startup is not set: a worker ends where the broker is down at "
        "its start, but from Celery 6.0 on it will retry{unless}"
    )
    fix = "{cure}"
    symptoms = (
        "CPendingDeprecationWarning: The broker_connection_retry configuration setting will no longer determine",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
broker_connection_retry = False
"""
    good = """\
broker_url = "redis://localhost:6379/0"
broker_connection_retry = False
broker_connection_retry_on_startup = False
"""

    def check(self, project: Project) -> Iterator[Finding]:
        entry = project.config.entry("broker_connection_retry")
        startup = project.config["broker_connection_retry_on_startup"]
        if entry is None or not entry.value.known or entry.value.value is not False:
            return
        if startup.state is not State.DEFAULT and not (startup.known and startup.value is None):
            return
        yield self.finding(
            entry.value,
            subject=project.config.subject,
            said="for the first connection, too",
            name=entry.name,
            unless=unless(entry.value),
            cure=assignment(project, "broker_connection_retry_on_startup", "False"),
        )
