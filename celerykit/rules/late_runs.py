"""How long tasks may run that are acknowledged only at their end."""

from __future__ import annotations

from dataclasses import dataclass

from celerykit.findings import Label
from celerykit.project import Project, Task, Value
from celerykit.rules.base import label
from celerykit.rules.options import bound_of, in_force, is_own, kinds_of_task, who
from celerykit.rules.visibility import seconds

__all__ = ["LateRun", "late_runs"]


@dataclass(frozen=True, slots=True)
class LateRun:
    """The run of tasks that are acknowledged late, for the same cause.

    task: the first of them, None for any. late, bound: what makes them late, and what bounds them, by that setting.
    length: in seconds; None where nothing bounds them.
    """

    task: Task | None
    late: Value
    bound: Value
    setting: str
    length: float | None

    @property
    def who(self) -> str:
        """How a message calls the tasks."""
        own = is_own(self.task, "acks_late", self.late) or is_own(self.task, self.setting, self.bound)
        return who(self.task, own=own)

    @property
    def as_another(self) -> tuple[Label, ...]:
        """A label for one that a message does not speak of, though the same is wrong with it."""
        return label(self.bound if self.length else self.late, "this one too")


def late_runs(project: Project) -> tuple[LateRun, ...]:
    """All that are known, the longest first, those without a bound last."""
    found: list[LateRun] = []
    for task in kinds_of_task(project):
        late = in_force(project, task, "acks_late")
        bound, setting = bound_of(project, task)
        known = late.known and late.value and not bound.unknown
        if known and all((one.late, one.bound) != (late, bound) for one in found):
            found.append(LateRun(task, late, bound, setting, seconds(bound)))
    return tuple(sorted(found, key=lambda run: -(run.length or 0)))
