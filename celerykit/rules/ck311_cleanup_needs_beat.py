from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import CLEANUP, beat_is_seen, kept_in, scheduled_cleanups, sends_cleanup
from celerykit.rules.stores import backend
from celerykit.rules.words import unless


class CleanupNeedsBeat(Rule):
    """Results are deleted by a task that beat sends, and no beat runs.

    *Why*: a database, MongoDB or a folder keeps results until `celery.backend_cleanup` deletes those that have expired.
    Celery beat sends it each night at four; nobody else does.
    Without beat the table grows for ever.

    *Instead*: run `celery -A proj beat`, once, or have the task sent in another way.
    Where no file says how the program is run, and nothing in it is scheduled, this is only noted.
    """

    code = "CK311"
    name = "cleanup-needs-beat"
    severity = "warning"
    message = "{store} keeps results until {cleanup}, which beat sends, and {fact}: they stay for ever{unless}"
    fix = "run beat too, in one process: celery -A {app} beat"
    symptoms = (
        "the table celery_taskmeta has millions of rows",
        "django_celery_results_taskresult takes gigabytes",
    )
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0", backend="db+postgresql://localhost/results")
# file: Procfile
worker: celery -A celery_app worker
"""
    good = bad + "beat: celery -A celery_app beat\n"

    def check(self, project: Project) -> Iterator[Finding]:
        store, kept, workers = kept_in(project), backend(project), project.deployment.workers
        if not store or store.expiry != "cleanup" or not sends_cleanup(project):
            return
        if beat_is_seen(project) or any(scheduled_cleanups(project)) or not _is_all_seen(project):
            return
        yield self.finding(
            kept,
            subject=project.app or project.config.subject,
            said="deleted by a task only",
            related=label(workers[0].place, "a worker, and no beat") if workers else (),
            severity=None if workers else "info",
            store=store.title,
            cleanup=CLEANUP,
            fact="no process here is a beat" if workers else "nothing here runs beat",
            unless=unless(kept),
            app=project.app.partition(":")[0] or "proj",
        )


def _is_all_seen(project: Project) -> bool:
    """Whether no beat can hide in what is known of how the program is run; a profile says nothing of that."""
    deployment = project.deployment
    hidden = deployment.of("multi") or any(not worker.complete for worker in deployment.workers)
    said_here = all(entry.way != "profile" for entry in project.config.entries)
    return deployment.complete and not hidden and said_here
