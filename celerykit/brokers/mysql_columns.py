"""Columns with room, on MySQL and MariaDB: what `sqlite_plugin.py` does there.

SQLAlchemy's LargeBinary and Text become BLOB and TEXT, which hold 64 KB: a larger result is not stored, and its task
ends as FAILURE (celery/backends/database/models.py); a larger message is not sent (kombu/transport/sqlalchemy).
TEXT also takes the character set of the database: where that is latin1, the traceback of an error with an emoji in its
message cannot be stored either.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["DIALECTS", "widened"]

DIALECTS = frozenset({"mariadb", "mysql"})

_DEFINES = re.compile(r"\s*(?:CREATE TABLE|ALTER TABLE \S+ ADD COLUMN) ")
_NARROW = re.compile(r"\b(BLOB|TEXT)(?=\s*(?:,|\)|NOT NULL|$))", re.MULTILINE)
_WIDE = {"BLOB": "LONGBLOB", "TEXT": "LONGTEXT CHARACTER SET utf8mb4"}


def widened(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> tuple[str, Any]:
    """The statement to run instead, and its parameters: a listener for SQLAlchemy's `before_cursor_execute`."""
    if _DEFINES.match(statement):
        statement = _NARROW.sub(lambda found: _WIDE[found[1]], statement)
    return statement, parameters
