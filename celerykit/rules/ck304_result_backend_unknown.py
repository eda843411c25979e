from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.options import key
from celerykit.rules.store_names import Misnomer, misnomer
from celerykit.rules.stores import backend, url_of, written_kind
from celerykit.rules.words import assignment, unless

# Names that need another setting beside them, and the backend that it is.
_NEEDS = {"cache": "cache_backend", "database": "database_url", "db": "database_url"}
# What needs nothing more.
_WHOLE = frozenset({"cache+memory://", "rpc://"})


class ResultBackendUnknown(Rule):
    """The result backend is none that Celery knows.

    *Why*: Celery takes the first word of the URL for the name of a backend, and a word that is none for a module to
    import.
    What is raised, where the first task is sent and when a worker starts, seldom names the cause:
    `ModuleNotFoundError: No module named 'postgresql'`.
    The backends `amqp` and `riak` are gone.

    *Instead*: the URL of a database follows `db+`: `db+postgresql://…`.
    Others are `redis://…`, `rpc://`, `mongodb://…`, `cache+memcached://…`, `file:///…`, `django-db`.
    """

    code = "CK304"
    name = "result-backend-unknown"
    severity = "error"
    message = "{fact}: sending a task raises {error}{unless}"
    fix = "{cure}"
    symptoms = (
        "ModuleNotFoundError: No module named 'postgresql'",
        "ImproperlyConfigured: Unknown result backend: 'amqp'.  Did you spell that correctly?",
        "ImproperlyConfigured: Missing connection string! Do you have the database_url setting set to a real value?",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "postgresql://localhost/results"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
result_backend = "db+postgresql://localhost/results"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        value = backend(project)
        url = url_of(value)
        if project.tests or not url:
            return
        found, brought = misnomer(url), project.config["override_backends"]
        if found and not brought.unknown and key(brought, written_kind(url)) is None:
            yield self._told(project, value, found)
        elif not found and url in {*_NEEDS, "file"}:
            yield from self._bare(project, value)

    def _told(self, project: Project, value: Value, found: Misnomer) -> Finding:
        return self.finding(
            value,
            subject=project.config.subject,
            said="no result backend",
            severity=None if found.certain else "warning",
            fact=found.fact,
            error=found.error,
            unless=unless(value) or ("" if found.certain else ", unless an installed package brings it"),
            cure=_cure(project, found.meant),
        )

    def _bare(self, project: Project, value: Value) -> Iterator[Finding]:
        """A name that is one, but says too little alone."""
        setting = _NEEDS.get(value.value)
        if setting and (not project.config[setting].decided or project.config[setting].value):
            return
        lacking = setting or "a folder"
        yield self.finding(
            value,
            subject=project.config.subject,
            said=f"needs {lacking}",
            fact=f"result_backend is only {value.value}, without {lacking}",
            error="ImproperlyConfigured",
            unless=unless(value),
            cure=_cure(
                project, {"cache": "cache+memcached://", "file": "file:///"}.get(value.value, "db+postgresql://")
            ),
        )


def _cure(project: Project, meant: str) -> str:
    if not meant:
        return "use redis://, rpc://, mongodb://, django-db, db+ and the URL of a database, or leave it out"
    if meant == "None":
        return assignment(project, "result_backend", meant)
    open_ended = meant.endswith("/") and meant not in _WHOLE
    return assignment(project, "result_backend", f'"{meant}{"…" if open_ended else ""}"')
