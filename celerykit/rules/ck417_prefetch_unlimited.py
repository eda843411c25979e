from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.prefetching import multiplier, processes, redis_like
from celerykit.rules.words import assignment, number, unless

# kombu/common.py, PREFETCH_COUNT_MAX: with more, QoS is switched off.
_MOST = 0xFFFF
_ABSURD = 1e9


class PrefetchUnlimited(Rule):
    """A worker takes all messages that there are, or none at all.

    *Why*: `worker_prefetch_multiplier` is made a whole number, and multiplied by the number of processes.
    Nothing times anything is no limit: the first worker takes the whole queue into its memory, and others have
    nothing to do.
    All that is held is unacknowledged; Redis and SQS give it again after the visibility timeout, while it waits.
    Half a message is none, so 0.5 is no limit either, and above 65535 together kombu switches the limit off.
    With less than nothing a worker on Redis never takes a message, and one on RabbitMQ does not start.

    *Instead*: 1 where tasks take seconds, Celery's 4 or more where they take milliseconds.
    To take a message only when a process is free, use `worker_disable_prefetch` on Redis (from Celery 5.6).
    """

    code = "CK417"
    name = "prefetch-unlimited"
    severity = "warning"
    message = "worker_prefetch_multiplier = {value} {is_what}: {consequence}{unless}"
    fix = "{line}"
    symptoms = (
        "one worker has all tasks, and the others none",
        "a worker's memory grows with the length of the queue",
        "a worker is ready, but never receives a task",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
worker_prefetch_multiplier = 0
"""
    good = """\
broker_url = "redis://localhost:6379/0"
worker_prefetch_multiplier = 1
"""

    def check(self, project: Project) -> Iterator[Finding]:
        value = project.config["worker_prefetch_multiplier"]
        count = _number(value)
        if count is None or value not in multiplier(project):  # workers say another by their command
            return
        if count <= -1:
            nothing = "a worker never takes a message" if redis_like(project) else "a worker does not start, or idles"
            yield self._told(project, value, count, "is less than none", nothing, "error")
        elif int(count) == 0:
            what = "is no limit" if count == 0 else "is cut to 0, which is no limit"
            yield self._told(project, value, count, what, _ALL)
        elif any(int(count) * pool > _MOST for pool in (processes(project) or (1,))):
            yield self._told(project, value, count, f"comes to more than {_MOST}, which is no limit", _ALL)

    def _told(
        self, project: Project, value: Value, count: float, what: str, consequence: str, severity: str = "warning"
    ) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="times the number of processes",
            related=label(project.config["worker_concurrency"], "so many processes"),
            severity="error" if severity == "error" else None,
            value=number(count),
            is_what=what,
            consequence=consequence,
            unless=unless(value),
            line=assignment(project, "worker_prefetch_multiplier", "1"),
        )


_ALL = "one worker takes all messages that wait into its memory, and the others have nothing to do"


def _number(value: Value) -> float | None:
    """The number that a worker makes of it: `int()` takes a text too (celery/worker/worker.py, setup_defaults)."""
    if not value.known or isinstance(value.value, bool):
        return None
    try:
        found = float(value.value) if not isinstance(value.value, str) else float(int(value.value))
    except (TypeError, ValueError, OverflowError):
        return None
    return found if abs(found) < _ABSURD else None
