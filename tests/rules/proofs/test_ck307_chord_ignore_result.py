from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.proofs.apps import LIMIT, client, program, runs
from tests.workers import eventually, running_worker

pytestmark = pytest.mark.servers

TASKS = """
from celery import chord, group

@app.task(name="proof.fetch", ignore_result=True)
def fetch():
    return 1

@app.task(name="proof.merge")
def merge(pages):
    ran()

@app.task(name="proof.flat", ignore_result=True)
def flat():
    chord([fetch.s(), fetch.s()])(merge.s())
"""


def test_where_results_are_polled_the_body_never_runs(redis_url: str, tmp_path: Path) -> None:
    backend = f"file://{tmp_path}/results"
    (tmp_path / "results").mkdir()
    words = program(tmp_path, TASKS, redis_url, backend, result_chord_retry_interval=0.1)
    with running_worker(cwd=words, args=["--pool=solo"]) as worker:
        with client(redis_url) as app:
            app.send_task("proof.flat")
        eventually(lambda: worker.output().count("Task celery.chord_unlock") > 6, limit=LIMIT)
        assert worker.output().count("Task proof.fetch") >= 4  # two received, two succeeded
        assert runs(tmp_path) == 0


def test_redis_keeps_the_values_aside(redis_urls: tuple[str, str], tmp_path: Path) -> None:
    broker, backend = redis_urls
    with running_worker(cwd=program(tmp_path, TASKS, broker, backend), args=["--pool=solo"]):
        with client(broker) as app:
            app.send_task("proof.flat")
        eventually(lambda: runs(tmp_path) == 1, limit=LIMIT, what="the body runs")
