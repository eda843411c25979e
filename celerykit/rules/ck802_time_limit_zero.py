from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import of_workers
from celerykit.rules.pools import WITH_CHILDREN, pools
from celerykit.rules.words import number, unless


class TimeLimitZero(Rule):
    """A task has a time limit of zero, which does not lift the one that all tasks have.

    *Why*: a worker hands the limit of the task to its pool, and prefork takes its own for a zero (billiard/pool.py,
    apply_async: `timeout or self.timeout`).
    The task that was to run as long as it needs is killed like any other.

    *Instead*: a limit that it never reaches.
    """

    code = "CK802"
    name = "time-limit-zero"
    severity = "warning"
    message = "{name}=0 of {task} lifts nothing: the {limit} s of {setting} hold for it as for all tasks{unless}"
    fix = "{name}=86400, or whatever it never reaches"
    symptoms = ("TimeLimitExceeded for a task without a limit",)
    bad = """\
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.task_time_limit = 300


@app.task(time_limit=0)
def render(): ...
"""
    good = bad.replace("time_limit=0", "time_limit=86400")

    def check(self, project: Project) -> Iterator[Finding]:
        if any(pool.name not in WITH_CHILDREN for pool in pools(project)):
            return
        for task in project.tasks:
            for name in ("time_limit", "soft_time_limit"):
                own = task.options.get(name)
                if own is not None and own.known and type(own.value) in (int, float) and own.value == 0:
                    yield from self._judged(project, task, name, own)

    def _judged(self, project: Project, task: Task, name: str, own: Value) -> Iterator[Finding]:
        # An annotation may say something else of the task.
        if not project.config["task_annotations"].decided or project.config.written("task_annotations"):
            return
        limits = of_workers(project, name, f"task_{name}")
        if not all(limit.known and type(limit.value) in (int, float) and limit.value > 0 for limit in limits):
            return
        shortest = min(limits, key=lambda limit: float(limit.value))
        yield self.finding(
            own,
            subject=project.config.subject,
            said="lifts nothing",
            related=label(shortest, "holds for it, too"),
            name=name,
            task=task.name or task.function,
            limit=number(shortest.value),
            setting=f"task_{name}",
            unless=unless(shortest),
        )
