from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.urls import address, each, reach
from celerykit.rules.words import unless


class DatabasePickleFallback(Rule):
    """Results in a database are read as pickle where they are nothing else, whatever is accepted.

    *Why*: since 5.7 Celery's database backend takes a result that it cannot decode, and that begins as a pickle does,
    for one of an older Celery, and loads it (celery/backends/database/__init__.py, _decode_stored_result).
    `result_accept_content` is not asked, and nothing switches it off: who can write to the table `celery_taskmeta` runs
    code in the process that asks for the result.

    *Instead*: let nobody but the program itself write to that table; or keep results elsewhere.
    A database on this machine, or a file, is not spoken of.
    """

    code = "CK715"
    name = "database-pickle-fallback"
    severity = "info"
    since = "5.7"
    backends = ("database",)
    message = "who can write to celery_taskmeta runs code in whoever reads a result: what looks like a pickle is loaded"
    fix = "let nobody but this program write to the tables of results"
    symptoms = ("Task result payload could not be decoded using the configured result_serializer",)
    bad = """\
result_backend = "db+postgresql://db.example.net/shared"
"""
    good = """\
result_backend = "redis://localhost:6379/1"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.tests:
            return
        for _, value, url in each(project, "result_backend"):
            found = address(url)
            if found and found.scheme.startswith(("db+", "database+")) and reach(found.host) != "here":
                yield self.finding(
                    value, subject=project.config.subject, said="read as pickle at need", unless=unless(value)
                )
                return
