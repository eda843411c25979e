"""Statements in and out. That MariaDB then takes large results is shown in backends/test_stores_running.py."""

from __future__ import annotations

import pytest
from celery.backends.database.models import Task, TaskSet
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateTable

from celerykit.brokers.mysql_columns import widened


def rewritten(statement: str) -> str:
    return widened(None, None, statement, {}, None, False)[0]


@pytest.mark.parametrize("model", [Task, TaskSet])
def test_no_column_of_celerys_tables_stays_narrow(model: type[Task]) -> None:
    made = rewritten(str(CreateTable(model.__table__).compile(dialect=mysql.dialect())))
    types = [line.split()[1].rstrip(",") for line in made.splitlines() if line.startswith("\t") and " " in line]
    assert "LONGBLOB" in types
    assert not {"BLOB", "TEXT"} & set(types)


def test_tracebacks_may_be_in_any_script() -> None:
    assert "traceback LONGTEXT CHARACTER SET utf8mb4" in rewritten(
        str(CreateTable(Task.__table__).compile(dialect=mysql.dialect()))
    )


def test_a_column_that_celery_adds_later_is_wide_too() -> None:
    added = rewritten("ALTER TABLE celery_taskmeta ADD COLUMN children BLOB")
    assert added == "ALTER TABLE celery_taskmeta ADD COLUMN children LONGBLOB"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT result FROM celery_taskmeta WHERE status = 'TEXT'",
        "INSERT INTO celery_taskmeta (task_id, result) VALUES (%s, %s)",
        "CREATE INDEX TEXT ON celery_taskmeta (date_done)",
        "CREATE TABLE t (\n\ta LONGBLOB, \n\tTEXT_id INTEGER\n)",
    ],
)
def test_all_else_is_left_alone(statement: str) -> None:
    assert rewritten(statement) == statement


def test_parameters_are_left_alone() -> None:
    given = ("BLOB",)
    assert widened(None, None, "CREATE TABLE t (a BLOB)", given, None, False)[1] is given
