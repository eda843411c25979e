"""examples/sql_results: the result is a row, in SQLite or in PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy

from tests.workers import run, running_worker

pytestmark = pytest.mark.servers

HERE = Path(__file__).parents[2] / "examples" / "sql_results"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/results.sqlite"
    url: str = request.getfixturevalue("postgres_url")
    return url


def test_another_process_reads_the_row(database: str, redis_url: str) -> None:
    servers = {"CELERY_BROKER_URL": redis_url, "CELERY_RESULT_BACKEND": f"db+{database}"}
    with running_worker("tasks", cwd=HERE, env=servers):
        task_id = run("send.py", cwd=HERE, env=servers).strip()
        assert run("read.py", task_id, cwd=HERE, env=servers) == "5\n"
    assert rows(database) == [(task_id, "SUCCESS")]


def rows(database: str) -> list[tuple[str, str]]:
    engine = sqlalchemy.create_engine(database)
    with engine.connect() as connection:
        found = connection.execute(sqlalchemy.text("select task_id, status from celery_taskmeta")).all()
    engine.dispose()
    return [(task_id, status) for task_id, status in found]
