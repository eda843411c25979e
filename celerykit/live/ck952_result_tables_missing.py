from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.live.base import LiveCheck
from celerykit.live.result_tables import ResultTables, Table, result_tables
from celerykit.live.system import System


class ResultTablesMissing(LiveCheck):
    """The tables in which results are kept are not there.

    *Why*: Celery makes them when the first result is stored, and before that when a process opens the store
    (`database_create_tables_at_setup`). Where its user may not make tables, as with PostgreSQL 15 and later in the
    schema `public`, every result is lost, and its task ends as FAILURE.

    *Instead*: nothing, where this is a new database. Else name the right database, or let the user make tables: with
    PostgreSQL, `grant create on schema public to …`.
    """

    code = "CK952"
    name = "result-tables-missing"
    severity = "info"
    backends = ("database",)
    message = "{tables} not there: Celery makes {them} when a worker or a client first opens the store"
    fix = "nothing, where this database is new; else correct {setting}, {names}"
    asks = "the database of results: whether the tables exist; PostgreSQL: `has_schema_privilege`"
    symptoms = ('relation "celery_taskmeta" does not exist', "permission denied for schema public")

    def check(self, system: System) -> Iterator[Finding]:
        found = system.once(result_tables)
        if found is None:
            return
        missing = [table for table in (found.tasks, found.groups) if not table.there]
        if not missing:
            return
        tables = f"{' and '.join(map(str, missing))} {'is' if len(missing) == 1 else 'are'}"
        if closed := [table for table in missing if _may_not_make(found, table)]:
            user = found.engine.url.username or "its user"
            schema = closed[0].schema or "its schema"
            yield self.at(
                found.side, severity="error", message=_CLOSED, fix=_GRANT, tables=tables, user=user, schema=schema
            )
            return
        yield self.at(
            found.side,
            them="it" if len(missing) == 1 else "them",
            setting=found.side.setting,
            names="database_table_schemas and database_table_names",
            tables=tables,
        )


_CLOSED = "{tables} not there, and {user} may not make tables in {schema}: no result can be kept"
_GRANT = "grant create on schema … to {user}, or have the tables made by somebody who may"


def _may_not_make(found: ResultTables, table: Table) -> bool:
    """Whether it is sure that the user may not make it. Only PostgreSQL tells it in a word."""
    if found.dialect != "postgresql":
        return False
    statement = "select has_schema_privilege(coalesce(cast(:schema as text), current_schema()), 'CREATE')"
    return found.value(statement, schema=table.schema or None) is False
