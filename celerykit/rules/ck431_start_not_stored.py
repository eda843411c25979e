from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force, is_late, is_own, kinds_of_task, who
from celerykit.rules.stores import STORES, backend, kind_of
from celerykit.rules.words import assignment, unless

# Stores that Celery asks again where result_backend_always_retry says so, each time (celery/backends/base.py,
# KeyValueStoreBackend); the others it asks a few times, or once.
_RETRIED = frozenset({"redis", "rediss", "sentinel"})
_ASKED = frozenset({"db", "database", "django-db", "mongodb"})


class StartNotStored(Rule):
    """A task that begins while the result backend is away fails without having run.

    *Why*: with `task_track_started` a worker stores STARTED before it runs the task.
    Where that cannot be stored, what is raised counts as the task's own error (celery/app/trace.py): it ends as
    FAILURE, its message is acknowledged, and its function was never called.
    Of 2000 tasks 54 ended so while a database was restarted.
    Redis is asked again and again where `result_backend_always_retry` says so.

    *Instead*: `task_track_started = False`, or for results in Redis `result_backend_always_retry = True`.
    """

    code = "CK431"
    name = "start-not-stored"
    severity = "warning"
    message = (
        "{who} stores STARTED before it runs: while {store} is out of reach that raises, "
        "and the task ends as FAILURE without having run{unless}"
    )
    fix = "{line}"
    symptoms = ("tasks fail with an error of the database or of Redis before their first line",)
    bad = """\
broker_url = "amqp://localhost"
result_backend = "db+postgresql://localhost/results"
task_acks_late = True
task_track_started = True
"""
    good = """\
broker_url = "amqp://localhost"
result_backend = "db+postgresql://localhost/results"
task_acks_late = True
task_track_started = False
"""

    def check(self, project: Project) -> Iterator[Finding]:
        store, always = backend(project), project.config["result_backend_always_retry"]
        kind = kind_of(store)
        if kind not in _RETRIED | _ASKED or (kind in _RETRIED and (always.unknown or always.value)):
            return
        if store.known and "sqlite" in str(store.value):  # a file, which is never away
            return
        for task in kinds_of_task(project):
            started, ignored = in_force(project, task, "track_started"), in_force(project, task, "ignore_result")
            # Who acknowledges early has taken into account that a task may be lost.
            if started.known and started.value and ignored.decided and not ignored.value and is_late(project, task):
                yield self._told(project, task, started, store, kind)
                return

    def _told(self, project: Project, task: Task | None, started: Value, store: Value, kind: str) -> Finding:
        own = is_own(task, "track_started", started)
        line = "track_started=False" if own else assignment(project, "task_track_started", "False")
        if kind in _RETRIED:
            line = assignment(project, "result_backend_always_retry", "True")
        return self.finding(
            started,
            subject=project.config.subject,
            said="stored before the task runs",
            related=label(store, "where it is stored"),
            severity="info" if kind in _RETRIED else None,
            who=who(task, own=own),
            store=STORES[kind].title,
            line=line,
            unless=unless(started, store),
        )
