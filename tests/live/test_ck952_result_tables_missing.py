from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from tests.live.build import found
from tests.live.databases import with_tables

servers = pytest.mark.servers


def looked_at(url: str, **settings: object) -> list[Finding]:
    return found("CK952", broker_url="memory://", result_backend=f"db+{url}", **settings)


@servers
def test_tells_that_they_are_not_there_and_makes_none(postgres_url: str, mariadb_url: str) -> None:
    for url in (postgres_url, mariadb_url):
        (finding,) = looked_at(url)

        assert finding.severity == "info"
        assert finding.message.startswith("celery_taskmeta and celery_tasksetmeta are not there: Celery makes them ")
        assert inspect(create_engine(url, poolclass=NullPool)).get_table_names() == []


@servers
def test_is_silent_where_they_are_there(postgres_url: str, mariadb_url: str) -> None:
    for url in (postgres_url, mariadb_url):
        with_tables(url)

        assert looked_at(url) == []


@servers
def test_finds_a_user_who_may_not_make_them(postgres_url: str) -> None:
    address = postgres_url.replace("+psycopg", "")
    database = address.rpartition("/")[2]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create role {database}_reader login".encode())
        connection.execute(b"revoke create on schema public from public")

    (finding,) = looked_at(postgres_url.replace("celerykit@", f"{database}_reader@"))

    assert finding.severity == "error"
    assert finding.message == (
        f"celery_taskmeta and celery_tasksetmeta are not there, and {database}_reader may not make tables in its "
        "schema: no result can be kept"
    )


def test_knows_tables_of_other_names(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/results.sqlite3"
    with_tables(url)

    assert looked_at(url) == []
    (finding,) = looked_at(url, database_table_names={"task": "results", "group": "celery_tasksetmeta"})
    assert finding.message.startswith("results is not there: Celery makes it ")


def test_is_not_checked_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotChecked, match=r"results.sqlite3 is not there: Celery makes it"):
        looked_at(f"sqlite:///{tmp_path}/results.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_is_not_checked_of_what_django_keeps() -> None:
    with pytest.raises(NotChecked, match=r"python manage.py check --database default"):
        found("CK952", broker_url="memory://", result_backend="django-db")


@servers
def test_is_silent_of_redis(redis_url: str) -> None:
    assert found("CK952", broker_url="memory://", result_backend=redis_url) == []
