from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule
from celerykit.rules.options import in_force, of_workers
from celerykit.rules.pools import HARD_LIMIT, pools
from celerykit.rules.words import assignment

_LIMITS = ("time_limit", "soft_time_limit")


class NoTimeLimit(Rule):
    """No task has a time limit.

    *Why*: a task that waits for what never comes keeps its process until somebody looks.
    One after the other, and the worker takes tasks, but runs none.
    Celery has no limit of its own.

    *Instead*: a `task_time_limit` that no task reaches by itself, and longer ones where they are needed.
    """

    code = "CK803"
    name = "no-time-limit"
    severity = "info"
    message = "none of {count} tasks has a time limit: one that hangs keeps a process of the worker for ever"
    fix = "{line}"
    symptoms = ("the worker gets the task and does nothing", "the worker stops taking tasks after some days")
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def fetch(): ...
# file: Procfile
worker: celery -A celery_app worker
"""
    good = bad.replace(':6379/0")\n', ':6379/0")\napp.conf.task_time_limit = 600\n')

    def check(self, project: Project) -> Iterator[Finding]:
        workers = project.deployment.workers
        # Of a program that nobody is seen to run, nobody needs to hear it.
        if not workers or project.tests or any(pool.name not in HARD_LIMIT for pool in pools(project)):
            return
        told = [value for name in _LIMITS for value in of_workers(project, name, f"task_{name}")]
        if not project.tasks or not all(_is_none(value) for value in told):
            return
        if all(_is_unlimited(project, task) for task in project.tasks):
            yield self.finding(
                workers[0].place,
                subject=project.app or project.config.subject,
                said="runs them without a limit",
                count=len(project.tasks),
                line=assignment(project, "task_time_limit", "600"),
            )


def _is_unlimited(project: Project, task: Task) -> bool:
    return task.options_complete and all(_is_none(in_force(project, task, name)) for name in _LIMITS)


def _is_none(value: Value) -> bool:
    return value.decided and not value.value
