from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force, kinds_of_task
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.words import assignment, unless


class DedupeIneffective(Rule):
    """Tasks that succeeded are not to run again, but a worker cannot know which did.

    *Why*: `worker_deduplicate_successful_tasks` looks up the result of a message that is delivered a second time.
    It does so only where tasks are acknowledged late, and the result backend keeps results where workers can ask for
    them (celery/app/trace.py); a task that ignores its result leaves nothing to be found.

    *Instead*: `task_acks_late = True`, a result backend that any worker can ask, and results that are kept.
    """

    code = "CK427"
    name = "dedupe-ineffective"
    severity = "warning"
    message = "worker_deduplicate_successful_tasks has no effect: {reason}{unless}"
    fix = "{line}"
    symptoms = ("a task that succeeded runs again, though worker_deduplicate_successful_tasks is set",)
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
worker_deduplicate_successful_tasks = True
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "redis://localhost:6379/1"
worker_deduplicate_successful_tasks = True
task_acks_late = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        value = project.config["worker_deduplicate_successful_tasks"]
        if not (value.known and value.value):
            return
        found = _reason(project)
        if found:
            reason, cause, line = found
            yield self.finding(
                value,
                subject=project.config.subject,
                said="looks up the results of what comes twice",
                related=label(cause, "nothing to be found"),
                reason=reason,
                line=line,
                unless=unless(value, cause),
            )


def _reason(project: Project) -> tuple[str, Value, str] | None:
    tasks = kinds_of_task(project)
    late = [in_force(project, task, "acks_late") for task in tasks]
    if all(value.decided and not value.value for value in late) and all(
        task is None or task.options_complete for task in tasks
    ):
        return "tasks are acknowledged before they run", late[0], assignment(project, "task_acks_late", "True")
    store, persistent = backend(project), project.config["result_persistent"]
    stored = 'result_backend = "redis://…"'
    if kind_of(store) == "disabled" and project.config.written("broker_url"):
        return "no result is kept anywhere", store, stored
    if kind_of(store) == "rpc" and persistent.decided and not persistent.value:
        return "rpc:// sends results to who asked, and no worker can look them up", store, stored
    ignored = [in_force(project, task, "ignore_result") for task in tasks]
    if all(value.known and value.value for value in ignored):
        return "all tasks ignore their results", ignored[0], assignment(project, "task_ignore_result", "False")
    return None
