from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import kept_in
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.words import assignment, unless


class TracebackDropped(Rule):
    """The tracebacks of tasks that failed are thrown away.

    *Why*: django-celery-results stores a traceback, as it does the name and the arguments of a task, only where
    `result_extended` is on.
    Without it the Django admin shows that a task failed, and neither which nor where.

    *Instead*: `result_extended = True`.
    """

    code = "CK329"
    name = "traceback-dropped"
    severity = "info"
    message = "django-db stores no traceback of a failed task, nor its name, without {name}{unless}"
    fix = "{line}"
    symptoms = (
        "the traceback of a failed task is empty in the Django admin",
        "task name, arguments and worker are empty in the Django admin",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "django-db"
"""
    good = bad + "result_extended = True\n"

    def check(self, project: Project) -> Iterator[Finding]:
        kept, extended = backend(project), project.config["result_extended"]
        if kind_of(kept) != "django-db" or not extended.decided or extended.value or not kept_in(project):
            return
        if any(entry.way == "profile" for entry in project.config.entries):
            return
        yield self.finding(
            kept,
            subject=project.app or project.config.subject,
            said="without tracebacks",
            related=label(extended, "switched off"),
            name="result_extended",
            unless=unless(kept, extended),
            line=assignment(project, "result_extended", "True"),
        )
