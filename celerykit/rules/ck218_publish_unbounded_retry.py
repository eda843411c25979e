from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.options import key
from celerykit.rules.words import assignment


class PublishUnboundedRetry(Rule):
    """A process that sends tasks tries for ever when it has lost the broker.

    *Why*: `max_retries` of `task_publish_retry_policy` says how often a task is sent again; None is without end.
    Where the broker goes away under a connection that stood, `delay()` then does not come back until it is there again:
    the web process stands still, request after request.

    *Instead*: name a number. The default, 3, gives up within a second.
    """

    code = "CK218"
    name = "publish-unbounded-retry"
    severity = "warning"
    message = "max_retries is None: when the broker goes away, delay() waits for it without end, and so does its caller"
    fix = "{line}"
    symptoms = ("delay() hangs when the broker is down", "web requests hang when Redis restarts")
    bad = """\
broker_url = "redis://localhost:6379/0"
task_publish_retry_policy = {"max_retries": None, "interval_start": 0.2}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_publish_retry_policy = {"max_retries": 5, "interval_start": 0.2}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        tries = key(project.config["task_publish_retry_policy"], "max_retries")
        again = project.config["task_publish_retry"]
        if tries is None or not tries.known or tries.value is not None or again.unknown or not again.value:
            return
        yield self.finding(
            tries,
            subject=project.config.subject,
            said="without end",
            line=assignment(project, "task_publish_retry_policy", '{"max_retries": 3}'),
        )
