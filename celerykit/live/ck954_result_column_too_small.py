from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.result_tables import ResultTables, Table, result_tables
from celerykit.live.system import System


class ResultColumnTooSmall(LiveCheck):
    """In MySQL or MariaDB, the column for results holds 64 KB.

    *Why*: Celery makes it a BLOB. A larger result cannot be stored: the task has done its work, and ends as FAILURE
    with `BackendStoreError`.

    *Instead*: make it a LONGBLOB; the tables stay as they are else. celerykit's engine plugin makes new ones so.
    """

    code = "CK954"
    name = "result-column-too-small"
    severity = "warning"
    backends = ("database",)
    message = "column result of {table} is {kind}: a task whose result is larger than {room} ends as FAILURE"
    fix = "alter table {table} modify result longblob"
    asks = "MySQL, MariaDB: the type of the column, from `information_schema`"
    symptoms = ("BackendStoreError", "Data too long for column 'result' at row 1")

    def check(self, system: System) -> Iterator[Finding]:
        found = system.once(result_tables)
        if found is None or found.dialect not in {"mysql", "mariadb"}:
            return
        for table in (found.tasks, found.groups):
            kind = _kind(found, table) if table.there else ""
            if kind in _ROOM:
                yield self.at(found.side, table=table, kind=kind, room=_ROOM[kind])


_ROOM = {"tinyblob": "255 bytes", "blob": "64 KB"}


def _kind(found: ResultTables, table: Table) -> str:
    statement = (
        "select data_type from information_schema.columns where column_name = 'result' "
        "and table_name = :name and table_schema = coalesce(:schema, database())"
    )
    return str(found.value(statement, name=table.name, schema=table.schema or None) or "").lower()
