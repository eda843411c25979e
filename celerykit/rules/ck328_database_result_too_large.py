from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.cleaning import kept_in
from celerykit.rules.options import key
from celerykit.rules.stores import backend, dialect_of
from celerykit.rules.words import unless

_MEND = "alter table celery_taskmeta modify result longblob"
_PLUGIN = "celerykit"


class DatabaseResultTooLarge(Rule):
    """Celery's table in MySQL and MariaDB has room for results of 64 KB.

    *Why*: Celery makes the column `result` a `BLOB`, which takes 65 535 bytes there.
    A task whose result is larger runs to its end, and is then stored as FAILURE, with the database's error.

    *Instead*: make the column larger, once: `alter table celery_taskmeta modify result longblob`.
    celerykit's plugin for SQLAlchemy does so by itself: `database_engine_options = {"plugins": ["celerykit"]}`.
    """

    code = "CK328"
    name = "database-result-too-large"
    severity = "info"
    backends = ("database",)
    message = (
        "{database} keeps results of 64 KB at most in the table that Celery makes: a larger one ends as FAILURE{unless}"
    )
    fix = "{mend}"
    symptoms = ("pymysql.err.DataError: (1406, \"Data too long for column 'result' at row 1\")",)
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "db+mysql+pymysql://localhost/results"
"""
    good = bad + 'database_engine_options = {"plugins": ["celerykit"], "pool_pre_ping": True, "pool_recycle": 3600}\n'

    def check(self, project: Project) -> Iterator[Finding]:
        kept, options = backend(project), project.config["database_engine_options"]
        dialect = dialect_of(kept)
        plugins = key(options, "plugins")
        mended = options.open or (options.unknown and not options.keys)
        mended = mended or (plugins is not None and (plugins.unknown or _PLUGIN in (plugins.value or ())))
        if dialect not in {"mysql", "mariadb"} or mended or not kept_in(project):
            return
        yield self.finding(
            kept,
            subject=project.config.subject,
            said="64 KB a result",
            database="MariaDB" if dialect == "mariadb" else "MySQL",
            unless=unless(kept),
            mend=_MEND,
        )
