from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label


class RetryUnbounded(Rule):
    """A task that fails is tried again by itself, without end.

    *Why*: with `max_retries=None` nothing ends the retries of `autoretry_for` (celery/app/autoretry.py).
    A task that cannot succeed, for what it was called with, comes back for ever, and so do all others like it.

    *Instead*: a number of retries, and `retry_backoff`, so that they come at longer and longer intervals.
    """

    code = "CK821"
    name = "retry-unbounded"
    severity = "warning"
    message = "{task} is tried again after {what} without end: one that cannot succeed comes back for ever"
    fix = "max_retries=10, retry_backoff=True"
    symptoms = ("the same task fails again and again", "the queue fills with retries")
    bad = """\
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task(autoretry_for=(Exception,), max_retries=None)
def fetch(url): ...
"""
    good = bad.replace("max_retries=None", "max_retries=5, retry_backoff=True")

    def check(self, project: Project) -> Iterator[Finding]:
        for task in project.tasks:
            errors, most = task.options.get("autoretry_for"), _most(project, task)
            # After which errors may not be known; that there are some is enough.
            if errors is None or most is None or (errors.decided and not errors.value):
                continue
            yield self.finding(
                most,
                subject=task.name or task.function,
                said="without end",
                related=label(errors, "tried again after these"),
                task=task.name or task.function,
                what=_shown(errors),
            )


def _most(project: Project, task: Task) -> Value | None:
    """The max_retries of a task where it is None, and nothing else bounds its retries.

    One of `retry_kwargs` comes first, unless it is None itself (celery/app/task.py, retry).
    """
    own, kwargs = task.options.get("max_retries"), task.options.get("retry_kwargs")
    annotations = project.config["task_annotations"]
    if own is None or not own.known or own.value is not None or not annotations.decided or annotations.value:
        return None
    if kwargs is not None and (not isinstance(kwargs.value, Mapping) or kwargs.value.get("max_retries") is not None):
        return None
    return own


def _shown(errors: Value) -> str:
    text = errors.text.strip("()[], ")
    return "any exception" if text == "Exception" else text or "an exception"
