from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import lateness
from celerykit.rules.prefetching import multiplier, one_at_a_time
from celerykit.rules.words import assignment, unless


class LateAcksEarlyPrefetch(Rule):
    """Tasks are acknowledged late, but a worker takes several messages for each of its processes.

    *Why*: with late acknowledgement and a multiplier of one, a process has one message, and takes the next when it
    has finished.
    With more, messages wait behind a task that runs long, while other workers have nothing to do, and they count
    as unacknowledged all that while: the visibility timeout of Redis and SQS, and the consumer timeout of RabbitMQ,
    run for those too.

    *Instead*: `worker_prefetch_multiplier = 1`, unless tasks are many and take milliseconds.
    """

    code = "CK416"
    name = "late-acks-early-prefetch"
    severity = "info"
    message = (
        "tasks are acknowledged only at their end, but a worker takes {count} messages for each process{unless}: "
        "those that wait behind a long task are held unacknowledged, and no other worker runs them"
    )
    fix = "{line}"
    symptoms = ("tasks wait in one worker while another has nothing to do",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
worker_prefetch_multiplier = 1
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if one_at_a_time(project):
            return
        wide = next((one for one in multiplier(project) if one.decided and _count(one) > 1), None)
        late = lateness(project)
        if wide is None or late is None:
            return
        yield self.finding(
            wide if wide.known else late,
            subject=project.config.subject,
            said="messages for each process" if wide.known else "acknowledged only at the end",
            related=label(late, "acknowledged only at the end") if wide.known else (),
            count=_count(wide),
            unless=("" if wide.known else ", Celery's default") + unless(wide, late),
            line=assignment(project, "worker_prefetch_multiplier", "1"),
        )


def _count(value: Value) -> int:
    return value.value if isinstance(value.value, int) else 0
