from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force, is_own, kinds_of_task, who
from celerykit.rules.words import assignment, unless

# The value of each that asks for something; the other is Celery's default.
_ASKING = {
    "reject_on_worker_lost": True,
    "acks_on_failure": False,
    "acks_on_timeout": False,
    "acks_on_failure_or_timeout": False,
}
_FOR = {
    "reject_on_worker_lost": "is lost when its process is killed",
    "acks_on_failure": "is gone when it fails",
    "acks_on_timeout": "is gone when it exceeds its time limit",
    "acks_on_failure_or_timeout": "is gone when it fails",
}


class RejectOnWorkerLostWithoutAcksLate(Rule):
    """What becomes of a message at the end of its task is set, but the message is acknowledged at the beginning.

    *Why*: `task_reject_on_worker_lost`, `task_acks_on_failure` and `task_acks_on_timeout` are looked at only where a
    task is acknowledged late (celery/worker/request.py, on_failure and on_timeout).
    Without `task_acks_late` there is no message left that could be rejected.

    *Instead*: acknowledge late as well, where running a task twice does no harm; else leave the setting out.
    """

    code = "CK411"
    name = "reject-on-worker-lost-without-acks-late"
    severity = "warning"
    message = (
        "{option} has no effect: {who} is acknowledged before it runs, as {late} is not set, and {consequence}{unless}"
    )
    fix = "{line}"
    symptoms = ("a task is lost when its worker is killed, though task_reject_on_worker_lost is set",)
    bad = """\
broker_url = "amqp://localhost"
task_reject_on_worker_lost = True
"""
    good = """\
broker_url = "amqp://localhost"
task_acks_late = True
task_reject_on_worker_lost = True
task_retry_on_worker_lost = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for option, asking in _ASKING.items():
            told: list[tuple[Task | None, Value]] = []
            useful: list[Value] = []
            for task in kinds_of_task(project):
                value = in_force(project, task, option)
                late = in_force(project, task, "acks_late")
                if not value.known or value.value is not asking:
                    continue
                if late.unknown or late.value or (task and not task.options_complete):
                    useful.append(value)
                if value not in [one for _, one in told]:
                    told.append((task, value))
            yield from (self._told(project, option, *one) for one in told if one[1] not in useful)

    def _told(self, project: Project, option: str, task: Task | None, value: Value) -> Finding:
        own = is_own(task, option, value)
        late = in_force(project, task, "acks_late")
        return self.finding(
            value,
            subject=project.config.subject,
            said="looked at only where a task is acknowledged late",
            related=label(late, "acknowledged before it runs"),
            option=option if own else f"task_{option}",
            who=who(task, own=own),
            late="acks_late" if own else "task_acks_late",
            consequence=_FOR[option],
            line="acks_late=True" if own else assignment(project, "task_acks_late", "True"),
            unless=unless(value, late),
        )
