from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.rates import per_second, rate_limits
from celerykit.rules.words import assignment, unless


class RateLimitsDisabled(Rule):
    """Tasks have rate limits, and the workers do not look at them.

    *Why*: with `worker_disable_rate_limits` a worker asks no task for its limit (celery/worker/strategy.py): all run
    at full speed.

    *Instead*: take the setting out; without limits it saves nothing.
    """

    code = "CK812"
    name = "rate-limits-disabled"
    severity = "warning"
    message = "{name} turns off all rate limits, rate_limit = {rate!r} of {whose} too{unless}"
    fix = "{line}"
    symptoms = ("more tasks run than the rate limit allows",)
    bad = """\
broker_url = "redis://localhost:6379/0"
worker_disable_rate_limits = True
task_default_rate_limit = "10/m"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_default_rate_limit = "10/m"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        entry = project.config.entry("worker_disable_rate_limits")
        limits = [limit for limit in rate_limits(project) if per_second(limit.value.value)]
        if entry is None or not entry.value.known or not entry.value.value or not limits:
            return
        yield self.finding(
            entry.value,
            subject=project.config.subject,
            said="turns them off",
            related=[piece for limit in limits for piece in label(limit.value, "does nothing")],
            name=entry.name,
            rate=limits[0].value.value,
            whose=limits[0].whose,
            line=assignment(project, "worker_disable_rate_limits", "False"),
            unless=unless(entry.value, limits[0].value),
        )
