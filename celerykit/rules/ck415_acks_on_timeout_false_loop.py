from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import acked_on, bound_of, in_force, is_late, is_own, kinds_of_task, who
from celerykit.rules.urls import broker
from celerykit.rules.visibility import seconds
from celerykit.rules.words import assignment, number, unless


class AcksOnTimeoutFalseLoop(Rule):
    """A task that exceeds its time limit is put back into its queue, without end.

    *Why*: where a timeout is not acknowledged, a worker kills the task at its hard limit and puts the message back
    (celery/worker/request.py, on_timeout), and nothing counts how often.
    A task that takes too long once mostly does so again: 14 executions in 15 seconds were measured, with a limit of
    one second, while its state said FAILURE.

    *Instead*: acknowledge timeouts, which is the default, and let a task that shall be tried again raise its soft
    limit's `SoftTimeLimitExceeded` into `retry()`, which counts.
    """

    code = "CK415"
    name = "acks-on-timeout-false-loop"
    severity = "error"
    since = "5.7"
    message = (
        "{who} is killed after {limit} s and then put back, as {option} is False: "
        "one that takes longer runs again without end{unless}"
    )
    fix = "{line}"
    symptoms = ("a task hits its time limit over and over", "TimeLimitExceeded for the same task id again and again")
    bad = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_acks_on_timeout = False
task_time_limit = 60
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_time_limit = 60
"""

    def check(self, project: Project) -> Iterator[Finding]:
        transport = broker(project)
        if transport is not None and transport.name == "sqs":  # a redrive policy of the queue counts there
            return
        seen: list[Value] = []
        for task in kinds_of_task(project):
            acked, option = acked_on(project, task, "timeout")
            bound, name = bound_of(project, task)
            limit = None if "soft" in name else seconds(bound)
            if acked.known and acked.value is False and limit and is_late(project, task) and acked not in seen:
                seen.append(acked)
                yield self._told(project, task, (acked, bound), option, limit)

    def _told(
        self, project: Project, task: Task | None, ends: tuple[Value, Value], option: str, limit: float
    ) -> Finding:
        acked, bound = ends
        own = is_own(task, option, acked)
        line = f"{option}=True" if own else assignment(project, f"task_{option}", "True")
        if option == "acks_on_failure_or_timeout":
            line = "acks_on_timeout=True" if own else assignment(project, "task_acks_on_timeout", "True")
        late = in_force(project, task, "acks_late")
        return self.finding(
            acked,
            subject=project.config.subject,
            said="put back when it takes too long",
            related=(*label(bound, "killed after this many seconds"), *label(late, "acknowledged only at its end")),
            who=who(task, own=own or is_own(task, "time_limit", bound)),
            limit=number(limit),
            option=option if own else f"task_{option}",
            line=line,
            unless=unless(acked, bound, late),
        )
