from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import has_children, in_force, is_own, kinds_of_task, who
from celerykit.rules.release import older_than
from celerykit.rules.words import assignment, unless


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
        "{who} {is_} acknowledged only at the end, but where the process that runs it is killed "
        "(out of memory, kill -9) {they} acknowledged too, and lost{unless}"
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
        if not has_children(project):
            return
        ways = ("reject_on_worker_lost", "retry_on_worker_lost")[: 1 if older_than(project, "5.7") else 2]
        found: list[tuple[Task | None, Value]] = []
        refused: list[Value | None] = []
        for task in kinds_of_task(project):
            late = in_force(project, task, "acks_late")
            saved = [in_force(project, task, name) for name in ways]
            if not (late.known and late.value) or any(value.unknown or value.value for value in saved):
                continue
            if late not in [value for _, value in found]:
                found.append((task, late))
                refused.append(next((value for value in saved if value.known), None))
        if found:
            # A setting is the better place to change than one task of many.
            found.sort(key=lambda one: is_own(one[0], "acks_late", one[1]))
            yield self._told(project, found, refused)

    def _told(self, project: Project, found: list[tuple[Task | None, Value]], refused: list[Value | None]) -> Finding:
        (task, late), *others = found
        own = is_own(task, "acks_late", late)
        name = "reject_on_worker_lost" if older_than(project, "5.7") else "retry_on_worker_lost"
        return self.finding(
            late,
            subject=project.config.subject,
            said="acknowledged only at the end",
            related=[
                *(piece for _, other in others if own for piece in label(other, "this one too")),
                *label(next(filter(None, refused), None), "and not put back when the worker is lost"),
            ],
            severity="info" if all(refused) else None,  # somebody said so, and may know why
            who=_together(who(task, own=own), len(others)) if own else "a task",
            is_="are" if own and others else "is",
            they="they are" if own and others else "it is",
            line=_line(project, name, own=own and not others),
            unless=unless(late),
        )


def _together(first: str, others: int) -> str:
    return f"{first} and {others} other{'s' if others > 1 else ''}" if others else first


def _line(project: Project, name: str, *, own: bool) -> str:
    """The option of a task, else the setting for all; both ways where the version is not known."""
    line = f"{name}=True" if own else assignment(project, f"task_{name}", "True")
    if name.startswith("reject") or project.celery:
        return line
    older = "reject_on_worker_lost=True" if own else assignment(project, "task_reject_on_worker_lost", "True")
    return f"{line} (before Celery 5.7: {older})"
