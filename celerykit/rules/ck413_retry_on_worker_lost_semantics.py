from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import has_children, in_force, is_own, kinds_of_task, who
from celerykit.rules.words import unless


class RetryOnWorkerLostSemantics(Rule):
    """A task that is retried when its process is killed does so without end, or although it was to run at most once.

    *Why*: `task_retry_on_worker_lost` sends a task again as `retry()` would: `max_retries` and `default_retry_delay`
    (180 seconds, unless the task says otherwise) apply (celery/worker/request.py, on_failure).
    With `max_retries=None` a task that runs out of memory each time comes back for ever.
    It does so for tasks that are acknowledged early too, which otherwise run at most once; there it helps only while
    the worker itself lives, as nothing is left of a message that a killed worker had acknowledged.

    *Instead*: give such tasks a number of retries, and a short `default_retry_delay`.
    Where a task must not run twice, say `retry_on_worker_lost=False`; where it must not be lost, `acks_late=True`.
    """

    code = "CK413"
    name = "retry-on-worker-lost-semantics"
    severity = "warning"
    since = "5.7"
    message = (
        "{who} is retried when its process is killed, with max_retries=None: "
        "one that runs out of memory each time comes back without end{unless}"
    )
    fix = "give it a number of retries: max_retries=3"
    symptoms = ("a task that kills its worker is retried for ever",)
    bad = """\
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.task_acks_late = True
app.conf.task_retry_on_worker_lost = True


@app.task(max_retries=None)
def analyse(): ...
"""
    good = bad.replace("max_retries=None", "max_retries=5")

    def check(self, project: Project) -> Iterator[Finding]:
        if not has_children(project):
            return
        endless: list[tuple[Task, Value]] = []
        early: list[tuple[Task | None, Value]] = []
        for task in kinds_of_task(project):
            retry, late = in_force(project, task, "retry_on_worker_lost"), in_force(project, task, "acks_late")
            if not (retry.known and retry.value):
                continue
            most = task.options.get("max_retries") if task else None
            if task and most and most.known and most.value is None:
                endless.append((task, most))
            if late.known and not late.value:
                early.append((task, late))
        if endless:
            yield self._endless(project, endless)
        if early:
            yield self._early(project, *early[0])

    def _endless(self, project: Project, tasks: list[tuple[Task, Value]]) -> Finding:
        (task, most), *others = tasks
        retry = in_force(project, task, "retry_on_worker_lost")
        return self.finding(
            most,
            subject=project.config.subject,
            said="retried without end",
            related=[
                *label(retry, "when its process is killed, too"),
                *(piece for _, other in others for piece in label(other, "this one too")),
            ],
            who=task.name or task.function,
            unless=unless(retry),
        )

    def _early(self, project: Project, task: Task | None, late: Value) -> Finding:
        retry = in_force(project, task, "retry_on_worker_lost")
        own = is_own(task, "acks_late", late) or is_own(task, "retry_on_worker_lost", retry)
        return self.finding(
            retry,
            subject=project.config.subject,
            said="runs again when its process is killed",
            related=label(late, "acknowledged before it runs"),
            severity="info",
            message=_EARLY,
            fix="retry_on_worker_lost=False where a task must not run twice, acks_late=True where it must not be lost",
            who=who(task, own=own),
            unless=unless(retry, late),
        )


_EARLY = (
    "{who} is acknowledged before it runs, yet runs again when its process is killed; when the whole worker is killed, "
    "it is lost all the same{unless}"
)
