from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.words import assignment


class PoolLimitDisabled(Rule):
    """Each task is sent over a connection of its own.

    *Why*: with a `broker_pool_limit` of None or 0 nothing is kept open.
    Each `delay()` connects anew, logs in and hangs up, which costs many times what the message costs, and the broker
    sees a storm of connections under load.

    *Instead*: leave the limit at its 10, or set it to what the broker's plan allows; 1 is enough for many a process.
    """

    code = "CK222"
    name = "pool-limit-disabled"
    severity = "info"
    message = "{name} is {value}: each task is sent over a new connection, which is closed at once"
    fix = "{line}"
    symptoms = ("many short connections to the broker", "sending tasks is slow")
    bad = """\
broker_url = "amqp://localhost//"
broker_pool_limit = None
"""
    good = """\
broker_url = "amqp://localhost//"
broker_pool_limit = 10
"""

    def check(self, project: Project) -> Iterator[Finding]:
        entry = project.config.entry("broker_pool_limit")
        if project.tests or entry is None or not entry.value.known or isinstance(entry.value.value, bool):
            return
        if entry.value.value in (None, 0):
            yield self.finding(
                entry.value,
                subject=project.config.subject,
                said="nothing is kept open",
                name=entry.name,
                value=entry.value.value,
                line=assignment(project, "broker_pool_limit", "10"),
            )
