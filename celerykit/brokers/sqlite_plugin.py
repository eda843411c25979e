"""An SQLAlchemy engine plugin that makes databases, SQLite above all, bearable as kombu's broker and Celery's store.

Loaded by SQLAlchemy itself, through the entry point group `sqlalchemy.plugins`, where the options of an engine name it:

    broker_transport_options = {"plugins": ["celerykit"], "polling_interval": 0.05}
    database_engine_options = {"plugins": ["celerykit"]}

Nothing of kombu or Celery is replaced: the plugin sees the engine's arguments, its connections and its statements.

- kombu hands all transport options to `create_engine`, which refuses the ones that only kombu reads
  (kombu/transport/sqlalchemy/__init__.py, _engine_from_config): they are taken out here, on every database.
- On SQLite: write-ahead log, patient locks, connections that stay in the process that opened them.
- On SQLite: statements by which two processes trip each other on a fresh file are made to tolerate the other.
- On SQLite: a message that a worker takes is deleted. kombu keeps it for ever as invisible and never reads it again,
  but an idle worker looks through all of them at each poll.
- On MySQL and MariaDB: columns with room for more than 64 KB (`mysql_columns.py`).

A statement in a form that is not known here is left as it is: the behaviour is then kombu's own.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from typing import Any

from sqlalchemy import event, exc
from sqlalchemy.engine import URL, CreateEnginePlugin, Engine

from celerykit.brokers import mysql_columns

__all__ = ["KOMBU_ONLY", "SqlitePlugin"]

# Read by kombu (connection.py, transport/virtual/base.py) and unknown to create_engine. kombu 5.7 takes some of them
# out itself; older ones do not.
KOMBU_ONLY = (
    "body_encoding",
    "callback",
    "connect_retries_timeout",
    "deadletter_queue",
    "errback",
    "interval_max",
    "interval_start",
    "interval_step",
    "max_retries",
    "polling_interval",
    "retry_errors",
)

_LOCK_SECONDS = 30  # as long as a publisher may wait for its turn: SQLite has one writer at a time
_RETRY_SECONDS = 0.02

_CREATE = re.compile(r"\s*CREATE (?:TABLE|(?:UNIQUE )?INDEX) (?!IF NOT EXISTS)")
_NEW_QUEUE = re.compile(r"INSERT INTO (?P<table>\S+) \(name\) VALUES \(\?\)(?P<tail>(?: RETURNING id)?)")
_TAKEN = re.compile(
    r"UPDATE (?P<table>\S+) SET visible=\?, timestamp=\?, version=\?"
    r" WHERE (?P=table)\.id = \? AND (?P=table)\.version = \?"
)


class SqlitePlugin(CreateEnginePlugin):
    """Takes kombu's own options out of an engine's arguments, and prepares the engine where it is SQLite."""

    def __init__(self, url: URL, kwargs: dict[str, Any]) -> None:
        super().__init__(url, kwargs)
        for option in KOMBU_ONLY:
            kwargs.pop(option, None)

    def update_url(self, url: URL) -> URL:
        """The URL as it is: the plugin has no arguments in it."""
        return url

    def engine_created(self, engine: Engine) -> None:
        """Listen to the connections and statements of an SQLite engine, and to how MySQL's tables are made."""
        if engine.dialect.name in mysql_columns.DIALECTS:
            event.listen(engine, "before_cursor_execute", mysql_columns.widened, retval=True)
        if engine.dialect.name != "sqlite":
            return
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "checkout", _stay_in_process)
        event.listen(engine, "before_cursor_execute", _tolerate, retval=True)


def _prepare(connection: Any, record: Any) -> None:
    record.info["pid"] = os.getpid()
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {_LOCK_SECONDS * 1000}")
        _write_ahead(cursor)
        # With a write-ahead log this loses nothing when a process dies; a power cut may cost the last commits.
        cursor.execute("PRAGMA synchronous = NORMAL")
    finally:
        cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Switch the file to a write-ahead log, whoever else is just doing so.

    SQLite does not wait for the busy timeout here: a second process that switches at the same moment is told at once
    that the file is locked. Where the log cannot be had (in memory, on some network drives) SQLite keeps its old mode.
    """
    give_up = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL").fetchall()
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _stay_in_process(connection: Any, record: Any, proxy: Any) -> None:
    """Refuse a connection that came through a fork: SQLite's locks do not follow, and the file may be damaged.

    kombu keeps its engine in a class attribute, so that a pool process inherits it. The connection is dropped, not
    closed, as closing is the parent's to do (SQLAlchemy, "Using Connection Pools with Multiprocessing or os.fork()").
    """
    if record.info["pid"] == os.getpid():
        return
    record.record_info["inherited"] = connection  # else Python closes it, being the last to let it go
    record.dbapi_connection = proxy.dbapi_connection = None
    raise exc.DisconnectionError("the connection belongs to another process")


def _tolerate(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> tuple[str, Any]:
    """The statement to run instead, and its parameters."""
    if created := _CREATE.match(statement):
        # kombu and Celery look whether a table is there, then create it: another process may come in between.
        return f"{created[0]}IF NOT EXISTS {statement[created.end() :]}", parameters
    if executemany:
        return statement, parameters
    if queue := _NEW_QUEUE.fullmatch(statement):
        # kombu looks for the queue, then adds it. Whoever comes second gets the row that is there, with its number.
        table = queue["table"]
        number = f"(SELECT id FROM {table} WHERE name = ?)"  # noqa: S608 (the name is kombu's, from its own statement)
        insert = f"INSERT OR REPLACE INTO {table} (id, name) VALUES ({number}, ?){queue['tail']}"  # noqa: S608
        return insert, (*parameters, *parameters)
    if taken := _TAKEN.fullmatch(statement):
        visible, *_, row, version = parameters
        if not visible:
            return f"DELETE FROM {taken['table']} WHERE id = ? AND version = ?", (row, version)  # noqa: S608
    return statement, parameters
