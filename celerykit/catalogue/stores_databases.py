"""Result backends that speak SQL, and the cache."""

from __future__ import annotations

from celerykit.catalogue.setting import Setting

__all__ = ["SETTINGS"]

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "database_url",
        "url",
        None,
        'URL of the SQL database, as SQLAlchemy writes it, where `result_backend` is only "database".',
        optional=True,
        old=("CELERY_RESULT_DBURI",),
        documented=False,
    ),
    Setting(
        "database_engine_options",
        "engine-options",
        {"pool_pre_ping": True, "pool_recycle": 3600},
        "Arguments of SQLAlchemy's `create_engine` for the database of results.",
        optional=True,
        old=("CELERY_RESULT_ENGINE_OPTIONS",),
    ),
    Setting(
        "database_engine_callback",
        "callable",
        None,
        "Function, or the import path of one, that is called with each engine that is made.",
        optional=True,
        since="5.7",
        old=("DATABASE_ENGINE_CALLBACK",),
    ),
    Setting(
        "database_short_lived_sessions",
        "bool",
        False,
        "Whether a session is closed after each use instead of being kept by the process.",
        old=("CELERY_RESULT_DB_SHORT_LIVED_SESSIONS",),
    ),
    Setting(
        "database_table_schemas",
        "mapping",
        None,
        'Schema of the tables for "task" and "group".',
        optional=True,
        old=("DATABASE_TABLE_SCHEMAS",),
    ),
    Setting(
        "database_table_names",
        "mapping",
        None,
        'Names of the tables for "task" and "group".',
        optional=True,
        old=("CELERY_RESULT_DB_TABLENAMES",),
    ),
    Setting(
        "database_create_tables_at_setup",
        "bool",
        True,
        "Whether the tables are made when the backend starts, instead of at the first use.",
        since="5.5",
        old=("DATABASE_CREATE_TABLES_AT_SETUP",),
    ),
    Setting(
        "cache_backend",
        "string",
        None,
        'Cache to use where `result_backend` is "cache": `memory`, or `memcached://…`.',
        optional=True,
        old=("CELERY_CACHE_BACKEND",),
    ),
    Setting(
        "cache_backend_options", "mapping", {}, "Options of the cache's client.", old=("CELERY_CACHE_BACKEND_OPTIONS",)
    ),
)
