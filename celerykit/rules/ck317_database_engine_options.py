from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.backends.database import DIALECTS, ENGINE_OPTIONS, OF_DRIVER
from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key, of_workers
from celerykit.rules.release import older_than
from celerykit.rules.stores import backend, dialect_of
from celerykit.rules.words import assignment, named
from celerykit.values.suggestions import closest

# celery/app/defaults.py has them since this release; what is set takes the place of both.
_DEFAULTS, _SINCE = ("pool_pre_ping", "pool_recycle"), "5.6.3"
_UNPOOLED = frozenset({"eventlet", "gevent", "solo", "threads"})
_OF_POOL = frozenset({"echo_pool", "max_overflow"})


class DatabaseEngineOptions(Rule):
    """Options of the database engine that SQLAlchemy refuses, or that Celery drops.

    *Why*: `database_engine_options` are the arguments of SQLAlchemy's `create_engine`, and a word that it does not know
    raises `TypeError` when the first result is stored.
    What is for the driver belongs into `connect_args`.
    Celery keeps connections in the processes of a prefork worker only: elsewhere `pool_*`, `max_overflow` and
    `echo_pool` are dropped, without a word.
    And what is set replaces Celery's own defaults, which check a connection before it is used: one that the server or
    a firewall has closed then fails a result.

    *Instead*: say all that is wanted: `{"pool_pre_ping": True, "pool_recycle": 3600, …}`.
    """

    code = "CK317"
    name = "database-engine-options"
    severity = "error"
    backends = ("database",)
    message = "SQLAlchemy's create_engine takes no {key}: storing the first result raises TypeError"
    fix = "{cure}"
    symptoms = (
        "TypeError: Invalid argument(s) 'connect_timeout' sent to create_engine()",
        "sqlalchemy.exc.OperationalError: server closed the connection unexpectedly",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
result_backend = "db+postgresql://localhost/results"
database_engine_options = {"pool_pre_ping": True, "pool_recycle": 3600, "connect_timeout": 5}
"""
    good = bad.replace('"connect_timeout": 5', '"connect_args": {"connect_timeout": 5}')

    def check(self, project: Project) -> Iterator[Finding]:
        options, kept = project.config["database_engine_options"], backend(project)
        dialect = dialect_of(kept)
        if not options.keys or dialect is None:
            return
        names = [name for name in options.keys if isinstance(name, str)]
        wrong = [name for name in names if name not in ENGINE_OPTIONS] if dialect in DIALECTS else []
        for name in wrong:
            yield self._refused(project, kept, name, options.keys[name])
        if wrong:
            return
        yield from self._dropped(project, options)
        yield from self._unchecked(project, options, dialect)

    def _refused(self, project: Project, kept: Value, name: str, value: Value) -> Finding:
        meant = closest(name, ENGINE_OPTIONS) or closest(f"pool_{name}", ENGINE_OPTIONS)
        cure = f"did you mean {meant}?" if meant else f"take {name} out"
        if name in OF_DRIVER:
            cure = f'hand it to the driver: "connect_args": {{"{name}": …}}'
        return self.finding(
            value,
            subject=project.config.subject,
            said="refused",
            related=label(kept, "kept here"),
            key=name,
            cure=cure,
        )

    def _dropped(self, project: Project, options: Value) -> Iterator[Finding]:
        """What has no effect, as no worker keeps connections."""
        pools = of_workers(project, "pool", "worker_pool")
        names = [name for name in options.keys if isinstance(name, str) and name not in _DEFAULTS]
        said = [name for name in names if name.startswith("pool") or name in _OF_POOL]
        if not said or not all(pool.known and pool.value in _UNPOOLED for pool in pools):
            return
        yield self.finding(
            options.keys[said[0]],
            subject=project.config.subject,
            said="no pool here",
            related=label(pools[0], "workers of this kind keep no connections"),
            severity="warning",
            message="{names} {have} no effect: with the pool {pool} Celery opens a connection for each result",
            names=", ".join(said),
            have="has" if len(said) == 1 else "have",
            pool=pools[0].value,
            cure=f"take {', '.join(said)} out, or use the prefork pool",
        )

    def _unchecked(self, project: Project, options: Value, dialect: str) -> Iterator[Finding]:
        """Celery's own defaults, that are gone."""
        whole = not options.open and (options.unknown or isinstance(options.value, Mapping))
        local = dialect == "sqlite" or key(options, "poolclass") or older_than(project, _SINCE)
        if not whole or local or any(name in options.keys for name in _DEFAULTS):
            return
        yield self.finding(
            options,
            subject=project.config.subject,
            said="takes the place of Celery's own",
            severity="info",
            message="{name} replaces Celery's own pool_pre_ping and pool_recycle: a connection that was closed is used",
            name=named(project, "database_engine_options"),
            cure="add what it replaces: "
            + assignment(project, "database_engine_options", '{"pool_pre_ping": True, "pool_recycle": 3600, …}'),
        )
