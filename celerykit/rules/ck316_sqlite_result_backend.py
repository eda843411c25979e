from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import kept_in
from celerykit.rules.options import of_workers
from celerykit.rules.stages import stage_of
from celerykit.rules.stores import backend
from celerykit.rules.words import assignment, unless


class SqliteResultBackend(Rule):
    """Results are kept in an SQLite file that not all processes share.

    *Why*: a path without a fourth slash is relative to the working directory of each process: web server and worker
    have a file each, unless both are started in one folder.
    Without any path the database is in memory, a new one for each connection.
    SQLite takes one writer at a time: with many, storing a result fails with `database is locked`.

    *Instead*: a database server, `db+postgresql://…`, or Redis.
    On one machine a path with four slashes will do: `db+sqlite:////var/lib/proj/results.db`.
    """

    code = "CK316"
    name = "sqlite-result-backend"
    severity = "warning"
    backends = ("database",)
    message = "{fact}{unless}"
    fix = "{line}"
    symptoms = (
        "sqlite3.OperationalError: no such table: celery_taskmeta",
        "sqlite3.OperationalError: database is locked",
        "results are there in the worker's folder, and PENDING for the web server",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "db+sqlite:///results.db"
"""
    good = bad.replace("///results.db", "////var/lib/proj/results.db")

    def check(self, project: Project) -> Iterator[Finding]:
        kept = backend(project)
        if project.embedded or not kept.known or not kept_in(project) or not _is_sqlite(kept.value):
            return
        found = _verdict(project, kept.value.partition("://")[2].partition("?")[0])
        if not found or stage_of(project, kept) in {"tests", "development"}:
            return
        fact, severity, at = found
        yield self.finding(
            kept,
            subject=project.config.subject,
            said="kept here",
            related=label(at, "these write at once") if at else (),
            severity=severity,
            fact=fact,
            unless=unless(kept),
            line=assignment(project, "result_backend", '"db+postgresql://…"'),
        )


def _is_sqlite(url: object) -> bool:
    return isinstance(url, str) and url.partition("://")[0].startswith(("db+sqlite", "database+sqlite"))


def _verdict(project: Project, path: str) -> tuple[str, Severity | None, Value | None] | None:
    """What is wrong with the path of an SQLite URL, as it stands after "://"."""
    if path in {"", "/"} or path.startswith("/:memory:"):
        return _IN_MEMORY, "error", None
    if path[:2] != "//" and path[2:3] != ":":
        return _RELATIVE.format(path=path.removeprefix("/")), None, None
    writers = [(found.value, found) for found in of_workers(project, "concurrency", "worker_concurrency")]
    most = next((found for count, found in writers if found.known and isinstance(count, int) and count > 1), None)
    return (_LOCKED.format(count=most.value), "info", most) if most else None


_IN_MEMORY = "an SQLite database in memory is a new one for each connection: results are gone at once"
_RELATIVE = (
    "{path} is looked for in the folder that each process was started in: a client need not see what a worker stores"
)
_LOCKED = "{count} processes of a worker write to one SQLite file, which takes one writer at a time: database is locked"
