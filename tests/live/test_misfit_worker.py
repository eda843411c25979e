"""One worker that is wrong in many ways, and what each check says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from celery import Celery
from redis import Redis

from celerykit.findings import Finding
from celerykit.live import load
from celerykit.live.system import system_of
from tests.live.build import LIMIT
from tests.rules.build import call, project, task
from tests.servers.redis import RedisServer
from tests.workers import Running, eventually, running_worker

pytestmark = pytest.mark.servers

# Its module for orders is not imported, its results go to a database of their own, its pool keeps no limit.
PROGRAM = """
import os
import pathlib
import time

from celery import Celery

app = Celery("shop", broker=os.environ["CELERY_BROKER_URL"])
app.conf.update(
    broker_transport_options={"priority_steps": [0, 5]},
    result_expires=60,
    result_serializer="pickle",
    task_time_limit=30,
    worker_max_tasks_per_child=10,
    worker_prefetch_multiplier=1,
)


@app.task(name="shop.wait")
def wait(path):
    while not pathlib.Path(path).exists():
        time.sleep(0.05)
"""
NAME = "misfit@shop"
BACKLOG = 1500


@pytest.fixture(scope="module")
def found(redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """What the checks find, by their codes, while the worker is busy and a backlog waits."""
    folder = tmp_path_factory.mktemp("misfit")
    (folder / "celery_app.py").write_text(PROGRAM)
    broker, results = redis_server.fresh_pair()
    elsewhere, _ = redis_server.fresh_pair()
    env = {"CELERY_BROKER_URL": broker, "CELERY_RESULT_BACKEND": elsewhere}
    args = ["-n", NAME, "--pool=threads", "--concurrency=1", "--without-gossip"]
    with running_worker(cwd=folder, env=env, args=args) as worker:
        send_to_it(worker, broker, folder / "done")
        return asked(broker, results)


def send_to_it(worker: Running, broker: str, done: Path) -> None:
    """A task that it does not know, one that keeps it busy, one to a queue that it does not read, and many more."""
    sender = Celery(broker=broker, set_as_current=False)
    with sender.connection() as connection:
        sender.send_task("shop.orders.place", connection=connection)
        worker.until(
            lambda: "Received unregistered task of type 'shop.orders.place'" in worker.output(),
            limit=10,
            what="it is refused",
        )
        sender.send_task("shop.media.resize", queue="media", connection=connection)
        for _ in range(9):
            sender.send_task("shop.wait", [str(done)], connection=connection)
    with Redis.from_url(broker) as client:
        # Its own share is taken once the rest stays.
        message = eventually(lambda: client.llen("celery") == 7 and client.lindex("celery", 0), what="the rest waits")
        client.rpush("celery", *[message] * (BACKLOG - 7))


def asked(broker: str, results: str) -> dict[str, list[Finding]]:
    program = project(
        tasks=[task("shop.orders.place"), task("shop.media.resize"), task("shop.wait")],
        calls=[call("shop.orders.place", priority=3), call("shop.media.resize"), call("shop.wait")],
        broker_url=broker,
        result_backend=results,
        task_routes={"shop.media.*": {"queue": "media"}},
        task_serializer="yaml",
        accept_content=["json", "yaml"],
    )
    codes = ["CK940", "CK941", "CK942", "CK960", "CK961", "CK962", "CK963", "CK964", "CK965"]
    with system_of(program, limit=LIMIT) as system:
        return {check.code: list(check.check(system)) for check in load(codes)}


def test_finds_the_queue_that_it_does_not_read(found: dict[str, list[Finding]]) -> None:
    (finding,) = found["CK940"]

    assert finding.severity == "error"
    assert finding.subject == "queue media"
    assert finding.message == (
        "shop.media.* is routed there, but no worker that answers reads it: they read celery; 1 message waits there"
    )
    assert "-Q media" in finding.fix


def test_finds_what_waits_for_it(found: dict[str, list[Finding]]) -> None:
    (finding,) = found["CK941"]

    assert finding.severity == "warning"
    assert finding.message.startswith(f"{BACKLOG} messages wait, {BACKLOG} for each of the 1 tasks")
    assert [str(thing) for thing in finding.things] == ["queue celery", f"worker {NAME}"]


def test_finds_the_task_whose_module_it_does_not_import(found: dict[str, list[Finding]]) -> None:
    (finding,) = found["CK961"]

    assert finding.severity == "error"
    assert finding.message == (
        f"shop.orders.place goes to queue celery, but {NAME}, which reads it, does not know it: "
        "what is sent is discarded"
    )
    assert finding.fix == "name shop.orders in include, and start the workers again"
    assert [str(thing) for thing in finding.things] == ["task shop.orders.place", f"worker {NAME}"]


def test_finds_where_its_settings_do_not_fit(found: dict[str, list[Finding]]) -> None:
    told = {finding.message.partition(" is ")[0]: finding for finding in found["CK963"]}

    assert {name: finding.severity for name, finding in told.items()} == {
        "result_backend": "error",
        "result_serializer": "error",
        "broker_transport_options['priority_steps']": "error",
        "its accept_content": "error",
        "result_expires": "info",
    }
    steps = told["broker_transport_options['priority_steps']"].message
    assert f"is [0, 3, 6, 9] for this program, [0, 5] for {NAME}: " in steps
    refused = told["its accept_content"].message
    assert "is ['json'], but this program writes tasks with task_serializer 'yaml'" in refused
    assert f"is 86400 for this program, 60 for {NAME}: " in told["result_expires"].message


def test_finds_the_limits_that_its_pool_does_not_keep(found: dict[str, list[Finding]]) -> None:
    (finding,) = found["CK965"]

    assert finding.severity == "error"
    assert finding.subject == f"worker {NAME}"
    assert finding.message == (
        "its pool is threads, which does not keep task_time_limit (30 s) or worker_max_tasks_per_child (10)"
    )


@pytest.mark.parametrize("code", ["CK942", "CK960", "CK962", "CK964"])
def test_is_silent_of_what_is_well(found: dict[str, list[Finding]], code: str) -> None:
    assert found[code] == []
