from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import has_children, in_force, is_late, is_own, kinds_of_task, who
from celerykit.rules.release import older_than
from celerykit.rules.words import assignment, unless


class RejectOnWorkerLostLoop(Rule):
    """A task that kills its process each time comes back without end.

    *Why*: `task_reject_on_worker_lost` puts the message of a task whose process was killed back into the queue, and
    counts nothing.
    A task that runs out of memory each time does so again at once: 31 starts in 15 seconds were measured, with a new
    process each.
    `max_retries` counts retries, and this is none.
    Quorum queues of RabbitMQ 4 stop after twenty deliveries, and drop the message.

    *Instead*: from Celery 5.7, let `task_retry_on_worker_lost` bring such a task back as a retry, which counts and
    ends as a failure after `max_retries`.
    Keep `task_reject_on_worker_lost` beside it, for when the retry cannot be sent.
    """

    code = "CK412"
    name = "reject-on-worker-lost-loop"
    severity = "info"
    message = (
        "{who} is put back into its queue when the process that runs it is killed, and nothing counts how often: "
        "one that runs out of memory each time comes back without end{unless}"
    )
    fix = "{line}"
    symptoms = (
        "WorkerLostError over and over, for the same task id",
        "the pool starts a new process every second",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_reject_on_worker_lost = True
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_acks_late = True
task_reject_on_worker_lost = True
task_retry_on_worker_lost = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if not has_children(project):
            return
        looping = [task for task in kinds_of_task(project) if _comes_back(project, task)]
        if looping:
            # A setting is the better place to change than one task of many.
            looping.sort(key=lambda task: bool(task and "reject_on_worker_lost" in task.options))
            yield self._told(project, looping)

    def _told(self, project: Project, tasks: list[Task | None]) -> Finding:
        first = tasks[0]
        reject = in_force(project, first, "reject_on_worker_lost")
        others = {id(value): value for task in tasks if (value := in_force(project, task, "reject_on_worker_lost"))}
        others.pop(id(reject), None)
        own = is_own(first, "reject_on_worker_lost", reject)
        endless = next((most for task in tasks if task and (most := _endless(task))), None)
        alone = own and not others
        line = "retry_on_worker_lost=True" if alone else assignment(project, "task_retry_on_worker_lost", "True")
        if not project.celery or older_than(project, "5.7"):
            line += " (from Celery 5.7)"
        return self.finding(
            reject,
            subject=project.config.subject,
            said="put back, however often it was",
            related=[
                *(piece for other in others.values() if own for piece in label(other, "this one too")),
                *label(endless, "and its retries have no end either"),
            ],
            severity="warning" if endless else None,
            who=who(first, own=own),
            line=line,
            unless=unless(reject),
        )


def _comes_back(project: Project, task: Task | None) -> bool:
    """Whether the message of a task is known to be put back when its process is killed, and not retried instead."""
    reject, retry = (in_force(project, task, f"{way}_on_worker_lost") for way in ("reject", "retry"))
    counted = not older_than(project, "5.7") and (retry.unknown or bool(retry.value))
    return reject.known and bool(reject.value) and is_late(project, task) and not counted


def _endless(task: Task) -> Value | None:
    """What says that the retries of a task have no end, if anything does."""
    most = task.options.get("max_retries")
    return most if most is not None and most.known and most.value is None else None
