from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force, is_own, kinds_of_task, who
from celerykit.rules.release import older_than
from celerykit.rules.words import assignment, unless

# Pools whose tasks run in the worker's own process: there is no child that could be killed under it.
_NO_CHILDREN = ("solo", "threads", "gevent", "eventlet")


class AcksLateWithoutReject(Rule):
    """Tasks are acknowledged late, yet one whose process is killed is acknowledged all the same.

    *Why*: late acknowledgement is chosen so that a task survives a crash.
    But when the child process that runs it is killed (out of memory, `kill -9`), Celery acknowledges the message and
    marks the task as failed with `WorkerLostError` (celery/worker/request.py, on_failure): the task is gone.

    *Instead*: let such a message go back to the queue, where running a task twice does no harm.
    From Celery 5.7, `task_retry_on_worker_lost` does it as a retry, which counts: a task that kills its worker each
    time ends after `max_retries`.
    `task_reject_on_worker_lost` does not count: such a task comes back for ever.
    """

    code = "CK402"
    name = "acks-late-without-reject"
    severity = "warning"
    message = (
        "{who} is acknowledged only at its end, but where the process that runs it is killed (out of memory, kill -9) "
        "it is acknowledged too, and lost{unless}"
    )
    fix = "{line}"
    symptoms = ("WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL), and the task never runs again",)
    bad = """\
broker_url = "amqp://localhost"
task_acks_late = True
"""
    good = """\
broker_url = "amqp://localhost"
task_acks_late = True
task_reject_on_worker_lost = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        pool = project.config["worker_pool"]
        if pool.unknown or pool.value in _NO_CHILDREN:
            return
        seen: list[Value] = []
        for task in kinds_of_task(project):
            late = in_force(project, task, "acks_late")
            saved = [in_force(project, task, name) for name in ("reject_on_worker_lost", "retry_on_worker_lost")]
            if not (late.known and late.value) or late in seen:
                continue
            if any(value.unknown or value.value for value in saved):
                continue
            seen.append(late)
            yield self._told(project, task, late, [value for value in saved if value.known])

    def _told(self, project: Project, task: Task | None, late: Value, refused: list[Value]) -> Finding:
        own = is_own(task, "acks_late", late)
        name = "reject_on_worker_lost" if older_than(project, "5.7") else "retry_on_worker_lost"
        line = f"{name}=True" if own else assignment(project, f"task_{name}", "True")
        if name.startswith("retry") and not project.celery:
            older = "reject_on_worker_lost=True" if own else assignment(project, "task_reject_on_worker_lost", "True")
            line = f"{line} (before Celery 5.7: {older})"
        return self.finding(
            late,
            subject=project.config.subject,
            said="acknowledged only at the end",
            related=[piece for value in refused for piece in label(value, "and not put back when the worker is lost")],
            who=who(task, own=own),
            line=line,
            unless=unless(late),
        )
