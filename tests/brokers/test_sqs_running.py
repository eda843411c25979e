"""Tasks that go through a server that speaks the protocol of SQS."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from tests.profile.loading import load
from tests.servers.sqs import SqsServer
from tests.workers import free_port, run, running_worker

APP = """
import os, time
from celery import Celery
import celerykit

app = Celery("shop")
app.config_from_object(celerykit.load_profile("sqs-redis", app_name=os.environ["QUEUE"]))

def note(word):
    with open(os.environ["NOTES"], "a") as file:
        file.write(word + "\\n")

@app.task
def add(x, y):
    note(f"add {x}")
    return x + y

@app.task
def slow(marker):
    note("slow")
    while not os.path.exists(marker):
        time.sleep(0.1)
    return "done"
"""

ADD = """
import json
from shop import add

results = [add.apply_async((n, n), countdown=3 * (n % 2)) for n in range(6)]
print(json.dumps([result.get(timeout=60) for result in results]))
"""

SLOW = """
import sys
from celery.result import AsyncResult
from shop import app, slow

if sys.argv[1] == "send":
    print(slow.delay(sys.argv[2]).id)
else:
    print(AsyncResult(sys.argv[2], app=app).get(timeout=60))
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for name, text in (("shop.py", APP), ("add.py", ADD), ("slow.py", SLOW)):
        (tmp_path / name).write_text(text)
    return tmp_path


def environment(folder: Path, server: SqsServer, results: str, queue: str, **options: object) -> dict[str, str]:
    # Long polls that wait less make the tests shorter.
    given = {**server.options(), "wait_time_seconds": 1, **options}
    return {
        "CELERY_BROKER_URL": server.url,
        "CELERY_RESULT_BACKEND": results,
        "CELERYKIT_BROKER_TRANSPORT_OPTIONS": json.dumps(given),
        "QUEUE": queue,
        "NOTES": str(folder / "notes"),
    }


@pytest.mark.servers
@pytest.mark.slow
def test_tasks_and_delays_run_once_through_sqs(shop: Path, sqs_server: SqsServer, redis_url: str) -> None:
    env = environment(shop, sqs_server, redis_url, "shop.orders")
    with running_worker("shop:app", cwd=shop, env=env):
        assert json.loads(run("add.py", cwd=shop, env=env)) == [n + n for n in range(6)]
    assert sorted((shop / "notes").read_text().splitlines()) == [f"add {n}" for n in range(6)]


@pytest.mark.servers
@pytest.mark.slow
def test_a_killed_workers_task_comes_back_after_the_visibility_timeout(
    shop: Path, sqs_server: SqsServer, redis_url: str
) -> None:
    env = environment(shop, sqs_server, redis_url, "shop.bulk", visibility_timeout=5)
    marker, notes = str(shop / "go"), shop / "notes"
    task = run("slow.py", "send", marker, cwd=shop, env=env).strip()
    with running_worker("shop:app", cwd=shop, env=env) as worker:
        worker.until(notes.exists, limit=60, what="the task has started")
        worker.kill(signal.SIGKILL)
    Path(marker).touch()
    with running_worker("shop:app", cwd=shop, env=env):
        assert run("slow.py", "get", task, cwd=shop, env=env).strip() == "done"
    assert notes.read_text().splitlines() == ["slow", "slow"]


@pytest.mark.servers
def test_arguments_of_the_size_that_it_says_are_taken(sqs_server: SqsServer) -> None:
    with Celery("large", broker=sqs_server.url, set_as_current=False) as app:
        app.conf.broker_transport_options = sqs_server.options()
        app.send_task("large", ["x" * 580_000], ignore_result=True)
        with pytest.raises(Exception, match="shorter than 1048576 bytes"):
            app.send_task("large", ["x" * 600_000], ignore_result=True)


def test_a_publisher_in_a_hurry_gives_up_where_sqs_is_away() -> None:
    """Two tries, of two attempts each, at a port where nobody listens; boto3 left alone takes a minute or more."""
    app = Celery("hurried", set_as_current=False)
    url = f"sqs://testing:testing@127.0.0.1:{free_port()}/"
    app.config_from_object(load("sqs-redis", {"CELERY_BROKER_URL": url}, intent={"publish": "fail-fast"}))
    begun = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("shop.add", ignore_result=True)
    assert time.monotonic() - begun < 20
