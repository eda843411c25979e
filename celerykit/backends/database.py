"""Results in a database, through SQLAlchemy: celery/backends/database/__init__.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from celerykit.backends.base import Backend, keeping, said_of_tls, starts_told, too_long
from celerykit.intents import Compiled, Intents, Refusal, Remark

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["Database"]

# Our engine plugin (`brokers/sqlite_plugin.py`).
_PLUGIN = "celerykit"
_MYSQL = ("mysql", "mariadb")
# Celery's own defaults since 5.6.3 (celery/app/defaults.py), seconds. Said again, since any engine option that is set
# takes the place of them all: a connection that the server or a firewall closed would then be used once more.
_RECYCLE = 3600
_MEND = "alter table celery_taskmeta modify result longblob, modify traceback longtext character set utf8mb4"


class Database(Backend):
    """A row a result. Celery deletes expired rows when beat runs, not before."""

    name = "database"
    title = "the database"
    schemes = ("db", "database")
    driver = ("sqlalchemy", 'pip install "celerykit[sqlalchemy]"')
    expires = False
    needs_celerykit = (("database_engine_options", "plugins"),)

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Keeps what is wished, with connections that are checked before use, over verified TLS where that is wished.

        On SQLite our engine plugin lets several processes write. On MySQL and MariaDB it makes room for results above
        64 KB, and for tracebacks in any script.
        """
        compiled, refused = keeping(intents), too_long(intents)
        dialect, driver = _dialect(url)
        if dialect in ("sqlite", *_MYSQL):
            compiled.append(Compiled(("database_engine_options", "plugins"), [_PLUGIN], "results"))
        if dialect == "sqlite":
            return compiled, refused
        compiled += [
            Compiled(("database_engine_options", "pool_pre_ping"), True, "connections"),
            Compiled(("database_engine_options", "pool_recycle"), _RECYCLE, "connections"),
        ]
        if intents.tls:
            arguments = _over_tls(dialect, driver, intents, _query(url))
            if isinstance(arguments, Refusal):
                refused.append(arguments)
            elif arguments:
                path = ("database_engine_options", "connect_args")
                compiled.append(Compiled(path, arguments, said_of_tls(intents)))
        return compiled, refused

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What the state STARTED risks; on MySQL and MariaDB, what tables of before still do to large results."""
        dialect, _ = _dialect(str(settings.get("result_backend") or ""))
        risk = starts_told(intents, settings) if dialect != "sqlite" else ()
        if dialect not in _MYSQL or intents.results == "none":
            return risk
        text = (
            "tables that Celery made without celerykit take 64 KB a result, and a task with a larger one ends as "
            f"FAILURE: {_MEND}"
        )
        return (Remark("results", text), *risk)

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """PostgreSQL or MariaDB, with the user and the database that the URL names."""
        from celerykit.services.sql import sql_service

        return sql_service(settings)


def _dialect(url: str) -> tuple[str, str]:
    """Dialect and driver that a URL names: ("postgresql", "psycopg"), ("sqlite", ""); empty where it names none."""
    dialect, _, driver = url.partition("+")[2].partition("://")[0].partition("+")
    return dialect, driver


def _query(url: str) -> Mapping[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl(url.partition("?")[2], keep_blank_values=True))


def _over_tls(dialect: str, driver: str, intents: Intents, query: Mapping[str, str]) -> dict[str, object] | Refusal:
    """Arguments for the driver's connect function, by which it verifies certificate and name of the server."""
    said = sorted(key for key in query if key.startswith("ssl"))
    if dialect == "postgresql" and driver in ("", "psycopg", "psycopg2"):
        if query.get("sslmode") == "verify-full":
            return {}  # the URL says it all, and where the authority's file is
        return _twice(said) if said else _libpq(intents)
    if dialect in _MYSQL and driver == "pymysql":
        return _twice(said) if said else _pymysql(intents)
    fact = f"how {dialect}{'+' if driver else ''}{driver} verifies a server is not known to celerykit"
    drivers = "db+mysql+pymysql://…" if dialect in _MYSQL else "db+postgresql+psycopg://…"
    return Refusal("tls", fact, f"name a driver that it knows: {drivers}")


def _twice(said: list[str]) -> Refusal:
    fact = f"the URL of the results says {', '.join(said)} besides, which may weaken it"
    return Refusal("tls", fact, f"take {', '.join(said)} out of the URL")


def _libpq(intents: Intents) -> dict[str, object]:
    """https://www.postgresql.org/docs/current/libpq-ssl.html: only verify-full looks at the name in the certificate.

    "system": the authorities that the system trusts; libpq before 16 takes it for a file, and does not connect.
    """
    arguments: dict[str, object] = {"sslmode": "verify-full", "sslrootcert": intents.tls_ca or "system"}
    if intents.tls_certificate:
        arguments["sslcert"] = intents.tls_certificate
        arguments["sslkey"] = intents.tls_key or intents.tls_certificate
    return arguments


def _pymysql(intents: Intents) -> dict[str, object] | Refusal:
    """pymysql/connections.py, _create_ssl_ctx: without a named authority it does not look at the server's name."""
    if not intents.tls_ca:
        fact = "PyMySQL looks at the name in a server's certificate only where a file of authorities is named"
        cure = "set tls_ca, to the system's own list where that is meant (Debian: /etc/ssl/certs/ca-certificates.crt)"
        return Refusal("tls", fact, cure)
    arguments: dict[str, object] = {
        "ssl_ca": intents.tls_ca,
        "ssl_verify_cert": True,
        "ssl_verify_identity": True,
    }
    if intents.tls_certificate:
        arguments["ssl_cert"] = intents.tls_certificate
        arguments["ssl_key"] = intents.tls_key or intents.tls_certificate
    return arguments
