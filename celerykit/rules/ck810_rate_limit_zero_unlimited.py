from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.rates import per_second, rate_limits
from celerykit.rules.words import unless


class RateLimitZeroUnlimited(Rule):
    """A rate limit of zero lets everything through.

    *Why*: a limit of zero is taken for none (celery/worker/consumer/consumer.py, bucket_for_task): tasks that were
    to wait run at full speed.

    *Instead*: to stop a task, stop the worker that consumes its queue: `celery control cancel_consumer queue`.
    Who wants no limit writes `None`.
    """

    code = "CK810"
    name = "rate-limit-zero-unlimited"
    severity = "warning"
    message = "{name} = {rate!r} of {whose} is no limit: Celery takes zero for none, and runs it at full speed{unless}"
    fix = "{name} = None where no limit is meant; to stop the task, let no worker consume its queue"
    symptoms = ("a task with rate_limit 0 runs all the same",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_annotations = {"*": {"rate_limit": "0/m"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_annotations = {"*": {"rate_limit": "1/m"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for limit in rate_limits(project):
            value = limit.value.value
            # Where others are limited, a zero says that this one is not; for a pause nobody writes "0/m" then either.
            if per_second(value) != 0 or (not isinstance(value, str) and _lifts(project)):
                continue
            yield self.finding(
                limit.value,
                subject=project.config.subject,
                said="taken for no limit",
                name=limit.name,
                rate=value,
                whose=limit.whose,
                unless=unless(limit.value),
            )


def _lifts(project: Project) -> bool:
    """Whether there is, or may be, a limit for all tasks that a zero lifts."""
    default = project.config["task_default_rate_limit"]
    return default.unknown or bool(default.value)
