"""examples/rabbitmq_redis: results are joined, and read by a process that did not send the task."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workers import run, running_worker

pytestmark = [pytest.mark.servers, pytest.mark.oldest]

HERE = Path(__file__).parents[2] / "examples" / "rabbitmq_redis"


def test_another_process_reads_the_total(rabbitmq_url: str, redis_url: str) -> None:
    servers = {"CELERY_BROKER_URL": rabbitmq_url, "CELERY_RESULT_BACKEND": redis_url}
    with running_worker("tasks", cwd=HERE, env=servers):
        task_id = run("send.py", cwd=HERE, env=servers).strip()
        assert run("read.py", task_id, cwd=HERE, env=servers) == "20\n"
