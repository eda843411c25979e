from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from celerykit.findings import Finding
from tests.live.build import found
from tests.live.databases import with_tables

servers = pytest.mark.servers


def looked_at(url: str) -> list[Finding]:
    return found("CK953", broker_url="memory://", result_backend=f"db+{url}")


def many(count: int) -> str:
    """SQL for so many results, of which the first is from 2020."""
    numbers = f"with recursive n(i) as (select 1 union all select i + 1 from n where i < {count})"
    return f"insert into celery_taskmeta (task_id, date_done) {numbers} select i, '2020-01-02 03:04:05.000000' from n"


def test_counts_the_rows_of_a_file_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Not a million: to make them takes seconds.
    for module in ("result_tables", "ck953_result_table_large"):
        monkeypatch.setattr(f"celerykit.live.{module}.MANY", 5000)
    url = f"sqlite:///{tmp_path}/results.sqlite3"
    with with_tables(url).begin() as connection:
        connection.exec_driver_sql(many(5002))

    (finding,) = looked_at(url)

    assert finding.severity == "warning"
    assert finding.message == "celery_taskmeta has at least 5,000 rows, the first of 2020-01-02"


def test_is_silent_of_a_file_with_less(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/results.sqlite3"
    with with_tables(url).begin() as connection:
        connection.exec_driver_sql(many(1000))

    assert looked_at(url) == []


@servers
def test_believes_the_estimate_of_postgresql(postgres_url: str) -> None:
    engine = with_tables(postgres_url)
    assert looked_at(postgres_url) == []  # it has none yet

    with engine.begin() as connection:
        connection.execute(text("update pg_class set reltuples = 2500000 where relname = 'celery_taskmeta'"))

    (finding,) = looked_at(postgres_url)
    assert finding.message == "celery_taskmeta has about 2,500,000 rows"


@servers
def test_is_silent_of_small_tables(postgres_url: str, mariadb_url: str) -> None:
    for url, statement in ((postgres_url, "analyze celery_taskmeta"), (mariadb_url, "analyze table celery_taskmeta")):
        with with_tables(url).begin() as connection:
            connection.execute(text("insert into celery_taskmeta (id, task_id) values (1, '1')"))
            connection.execute(text(statement))

        assert looked_at(url) == []


@servers
def test_is_silent_where_tables_are_missing(postgres_url: str) -> None:
    assert looked_at(postgres_url) == []
