"""Celery's tables of results, in a database that is reached through SQLAlchemy. Nothing is made there, or changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from celerykit.live.base import NotChecked
from celerykit.live.deadlines import patience, within
from celerykit.live.settings import results_side
from celerykit.live.stores import store
from celerykit.live.system import Side, System
from celerykit.live.troubles import trouble

__all__ = ["MANY", "ResultTables", "Table", "result_tables"]

MANY = 1_000_000
"""Rows that are many: Celery's clean-up deletes what has expired in one statement, which took PostgreSQL 5 s and SQLite
37 s for so many."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """A table. schema: "" for the default one. there: whether it exists."""

    name: str
    schema: str
    there: bool

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


@dataclass(frozen=True, slots=True)
class ResultTables:
    """dialect: SQLAlchemy's name for it. tasks, groups: the tables of results and of groups' results."""

    side: Side
    engine: Any = field(repr=False)
    limit: float
    dialect: str
    tasks: Table
    groups: Table

    def ask(self, question: Callable[[Any], T]) -> T:
        """What the question gets of a connection, which it must only read. Raises NotChecked where that fails."""
        return _asked(self.side, self.engine, self.limit, question)

    def value(self, statement: str, **parameters: object) -> Any:
        """The first column of the first row; None where there is none. Raises as `ask`."""
        return self.ask(lambda connection: _value(connection, statement, parameters))

    def estimate(self) -> int | None:
        """About how many results are kept; None where the database has not counted them yet. Raises as `ask`.

        Of SQLite, which counts nothing, no more than `MANY` rows are read.
        """
        if self.dialect == "sqlite":
            return self.ask(lambda connection: int(connection.execute(_bounded_count(self.tasks)).scalar()))
        statement = _ESTIMATES.get(self.dialect)
        if statement is None:
            raise NotChecked(f"how many rows {self.dialect} has is not asked")
        found = self.value(statement, name=self.tasks.name, schema=self.tasks.schema or None)
        return None if found is None or int(found) < 0 else int(found)

    def oldest(self) -> datetime | None:
        """When the first of the results that are kept was stored, in UTC; by the primary key, so one row is read."""
        model = self.ask(lambda connection: connection.execute(_first_row(self.tasks)).first())
        return model[0] if model else None


# Statistics, which may be old; counting would read the whole table. -1: PostgreSQL has none yet.
_ESTIMATES = {
    "postgresql": (
        "select c.reltuples::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relname = :name and n.nspname = coalesce(:schema, current_schema())"
    ),
    "mysql": (
        "select table_rows from information_schema.tables "
        "where table_name = :name and table_schema = coalesce(:schema, database())"
    ),
}
_ESTIMATES["mariadb"] = _ESTIMATES["mysql"]


def result_tables(system: System) -> ResultTables | None:
    """The tables; None where results are kept elsewhere, or nowhere.

    Raises NotChecked where the database is out of reach.
    """
    if system.once(results_side) is None:
        return None
    found = system.once(store)
    if found.name != "database":
        return None
    backend = found.backend
    engine = backend.session_manager.get_engine(backend.url, **backend.engine_options)
    system.closing.callback(engine.dispose)
    # Celery writes the names that are configured into its models.
    names = [model.__table__ for model in (backend.task_cls, backend.taskset_cls)]
    there = _asked(found.side, engine, system.limit, partial(_there, names))
    tasks, groups = (Table(table.name, table.schema or "", here) for table, here in zip(names, there, strict=True))
    return ResultTables(found.side, engine, system.limit, engine.dialect.name, tasks, groups)


def _there(names: list[Any], connection: Any) -> list[bool]:
    from sqlalchemy import inspect

    inspector = inspect(connection)
    return [bool(inspector.has_table(table.name, schema=table.schema)) for table in names]


def _bounded_count(table: Table) -> Any:
    from sqlalchemy import func, literal, select

    return select(func.count()).select_from(select(literal(1)).select_from(_named(table)).limit(MANY).subquery())


def _first_row(table: Table) -> Any:
    from sqlalchemy import select

    named = _named(table)
    return select(named.c.date_done).order_by(named.c.id).limit(1)


def _named(table: Table) -> Any:
    from sqlalchemy import DateTime, column
    from sqlalchemy import table as named

    return named(table.name, column("id"), column("date_done", DateTime()), schema=table.schema or None)


def _value(connection: Any, statement: str, parameters: dict[str, object]) -> Any:
    from sqlalchemy import text

    return connection.execute(text(statement), parameters).scalar()


def _asked(side: Side, engine: Any, limit: float, question: Callable[[Any], T]) -> T:
    def asked() -> T:
        with engine.connect() as connection:
            return question(connection)

    try:
        return within(patience(limit), asked)
    except Exception as error:
        raise NotChecked(f"{side.thing}: {trouble(error).words}") from None
