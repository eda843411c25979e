"""examples/django: the result is a row of the project's database, in SQLite or in PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers import run, running_worker

pytestmark = pytest.mark.servers

HERE = Path(__file__).parents[2] / "examples" / "django"
SEND = "from orders.tasks import total; print(*(total.delay(prices).id for prices in ([250, 499], [])))"
READ = """
from celery.result import AsyncResult
from django_celery_results.models import TaskResult

for task_id in {ids}:
    print(AsyncResult(task_id).get(timeout=30, propagate=False))
    row = TaskResult.objects.get(task_id=task_id)
    print(row.status, row.task_name, "an order of nothing" in (row.traceback or ""))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def servers(request: pytest.FixtureRequest, tmp_path: Path, redis_url: str) -> dict[str, str]:
    if request.param == "sqlite":
        url = f"sqlite://{tmp_path}/db.sqlite3"
    else:
        url = request.getfixturevalue("postgres_url").replace("+psycopg", "")
    return {"CELERY_BROKER_URL": redis_url, "DATABASE_URL": url}


def test_another_process_reads_the_rows(servers: dict[str, str]) -> None:
    run("manage.py", "migrate", cwd=HERE, env=servers)

    def shell(text: str) -> list[str]:
        return run("manage.py", "shell", "-v0", "-c", text, cwd=HERE, env=servers).splitlines()

    with running_worker("shop", cwd=HERE, env=servers):
        ids = shell(SEND)[0].split()
        assert shell(READ.format(ids=ids)) == [
            "749",
            "SUCCESS orders.tasks.total False",
            "an order of nothing",
            "FAILURE orders.tasks.total True",
        ]
