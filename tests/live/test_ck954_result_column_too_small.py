from __future__ import annotations

import pytest
from celery import Celery
from celery.exceptions import BackendStoreError
from sqlalchemy import text

from celerykit.findings import Finding
from tests.live.build import found
from tests.live.databases import with_tables

pytestmark = pytest.mark.servers


def looked_at(url: str) -> list[Finding]:
    return found("CK954", broker_url="memory://", result_backend=f"db+{url}")


def test_finds_a_column_that_a_large_result_does_not_fit(mariadb_url: str) -> None:
    engine = with_tables(mariadb_url)

    tasks, groups = looked_at(mariadb_url)

    assert tasks.message == (
        "column result of celery_taskmeta is blob: a task whose result is larger than 64 KB ends as FAILURE"
    )
    store = Celery(set_as_current=False, backend=f"db+{mariadb_url}").backend
    with pytest.raises(BackendStoreError):
        store.store_result("1", "x" * 70_000, "SUCCESS")
    # The cure is one.
    with engine.begin() as connection:
        connection.execute(text(tasks.fix))
        connection.execute(text(groups.fix))
    assert looked_at(mariadb_url) == []
    store.store_result("1", "x" * 70_000, "SUCCESS")


def test_is_silent_of_postgresql_and_where_there_is_no_table(postgres_url: str, mariadb_url: str) -> None:
    with_tables(postgres_url)

    assert looked_at(postgres_url) == []
    assert looked_at(mariadb_url) == []
