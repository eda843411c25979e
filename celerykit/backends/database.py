"""Results in a database, through SQLAlchemy: celery/backends/database/__init__.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from celerykit.backends.base import Backend, keeping, said_of_tls, starts_told, too_long
from celerykit.intents import Compiled, Intents, Refusal, Remark

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["DIALECTS", "ENGINE_OPTIONS", "OF_DRIVER", "Database"]

# Our engine plugin (`brokers/sqlite_plugin.py`).
_PLUGIN = "celerykit"
_MYSQL = ("mysql", "mariadb")
# The dialects that SQLAlchemy brings. Another one's package may take options of its own.
DIALECTS = frozenset({"mariadb", "mssql", "mysql", "oracle", "postgresql", "sqlite"})
# What create_engine takes: its own arguments, its pool's and those of these dialects (SQLAlchemy 1.4 to 2.1).
ENGINE_OPTIONS = frozenset({
    "arraysize", "auto_convert_lobs", "case_sensitive", "client_encoding", "coerce_to_decimal", "compiler_linting",
    "connect_args", "convert_unicode", "creator", "dbapi", "deprecate_large_types", "echo", "echo_pool",
    "empty_in_strategy", "enable_from_linting", "enable_offset_fetch", "encoding", "encoding_errors", "events",
    "exclude_tablespaces", "executemany_batch_page_size", "executemany_mode", "executemany_values_page_size",
    "execution_options", "fast_executemany", "future", "hide_parameters", "ignore_no_transaction_on_rollback",
    "implicit_returning", "insertmanyvalues_page_size", "is_mariadb", "isolation_level", "json_deserializer",
    "json_serializer", "label_length", "legacy_schema_aliasing", "listeners", "logging_name", "max_identifier_length",
    "max_overflow", "module", "native_datetime", "native_inet_types", "optimize_limits", "paramstyle", "plugins",
    "pool", "pool_events", "pool_logging_name", "pool_pre_ping", "pool_recycle", "pool_reset_on_return", "pool_size",
    "pool_threadlocal", "pool_timeout", "pool_use_lifo", "poolclass", "query_cache_size", "query_timeout",
    "schema_name", "server_side_cursors", "skip_autocommit_rollback", "strategy", "supports_comments",
    "supports_native_boolean", "tag", "thick_mode", "use_ansi", "use_binds_for_limits", "use_insertmanyvalues",
    "use_native_hstore", "use_native_unicode", "use_native_uuid", "use_nchar_for_unicode", "use_scope_identity",
    "use_setinputsizes",
})  # fmt: skip
# What the drivers of databases take: SQLAlchemy hands it to them in connect_args.
OF_DRIVER = frozenset({
    "application_name", "autocommit", "charset", "check_same_thread", "connect_timeout", "connection_timeout",
    "cursor_factory", "init_command", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
    "options", "prepare_threshold", "read_timeout", "ssl", "ssl_ca", "ssl_cert", "ssl_context", "ssl_key", "sslcert",
    "sslkey", "sslmode", "sslrootcert", "target_session_attrs", "timeout", "use_unicode", "write_timeout",
})  # fmt: skip
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
