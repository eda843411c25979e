from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force, is_own, kinds_of_task, who
from celerykit.rules.words import number, unless


class SoftLimitAboveHard(Rule):
    """The soft time limit of a task is not below its hard one.

    *Why*: at the soft limit a task is told to stop, at the hard one its process is killed.
    With the soft limit above the hard one `apply_async` raises `ValueError` (celery/app/task.py).
    With both the same the process may be killed before the task is told.
    A task's own limit is compared with the one that it inherits from the settings.

    *Instead*: let the soft limit come early enough for the task to tidy up.
    """

    code = "CK403"
    name = "soft-limit-above-hard"
    severity = "error"
    message = (
        "{who} is told to stop after {soft} s, but killed after {hard} s: sending it raises ValueError "
        "(soft_time_limit must be less than or equal to time_limit){unless}"
    )
    fix = "set {soft_name} below {hard}, or {hard_name} above {soft}"
    symptoms = ("ValueError: soft_time_limit must be less than or equal to time_limit",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_soft_time_limit = 600
task_time_limit = 300
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_soft_time_limit = 270
task_time_limit = 300
"""

    def check(self, project: Project) -> Iterator[Finding]:
        seen: list[tuple[Value, Value]] = []
        for task in kinds_of_task(project):
            soft = in_force(project, task, "soft_time_limit")
            hard = in_force(project, task, "time_limit")
            if not (_is_limit(soft) and _is_limit(hard)) or soft.value < hard.value or (soft, hard) in seen:
                continue
            seen.append((soft, hard))
            yield self._told(project, task, soft, hard)

    def _told(self, project: Project, task: Task | None, soft: Value, hard: Value) -> Finding:
        own_soft, own_hard = is_own(task, "soft_time_limit", soft), is_own(task, "time_limit", hard)
        return self.finding(
            soft,
            subject=project.config.subject,
            said="told to stop after this many seconds",
            related=label(hard, "killed after this many seconds"),
            severity="warning" if soft.value == hard.value else None,
            message=_SAME if soft.value == hard.value else None,
            who=who(task, own=own_soft or own_hard),
            soft=number(soft.value),
            hard=number(hard.value),
            soft_name="soft_time_limit" if own_soft else "task_soft_time_limit",
            hard_name="time_limit" if own_hard else "task_time_limit",
            unless=unless(soft, hard),
        )


_SAME = "{who} is told to stop after {soft} s and killed at the same moment: it has no time to tidy up{unless}"


def _is_limit(value: Value) -> bool:
    return (
        value.known and isinstance(value.value, (int, float)) and not isinstance(value.value, bool) and value.value > 0
    )
