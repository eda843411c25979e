"""examples/fastapi, as its README starts it: uvicorn, a worker on two queues, and a client that speaks HTTP."""

from __future__ import annotations

import pickle
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis

from tests.servers.redis import RedisServer
from tests.workers import Running, celery_environment, eventually, free_port, listens, running_worker, started

pytestmark = [pytest.mark.servers, pytest.mark.oldest]

HERE = Path(__file__).parents[2] / "examples" / "fastapi"
QUEUES = ("-Q", "high_priority,default")


def urls(redis_server: RedisServer) -> dict[str, str]:
    broker, results = redis_server.fresh_pair()
    return {"CELERY_BROKER_URL": broker, "CELERY_RESULT_BACKEND": results}


@contextmanager
def serving(servers: dict[str, str], log: Path) -> Iterator[httpx.Client]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "main:app", "--port", str(port)]
    env = celery_environment({**servers, "CELERYKIT_INTENT__PUBLISH": "fail-fast"})
    with started(command, log=log, cwd=HERE, env=env) as server:
        server.until(lambda: listens(port), limit=30, what="uvicorn listens")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=5) as client:
            yield client


@pytest.fixture(scope="module")
def servers(redis_server: RedisServer) -> dict[str, str]:
    return urls(redis_server)


@pytest.fixture(scope="module")
def web(servers: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(servers, tmp_path_factory.mktemp("web") / "log") as client:
        yield client


@pytest.fixture(scope="module")
def worker(servers: dict[str, str]) -> Iterator[Running]:
    with running_worker(cwd=HERE, env=servers, args=QUEUES) as running:
        yield running


@pytest.fixture
def nobody() -> str:
    return str(uuid.uuid4())


def submit(web: httpx.Client, text: str, priority: int = 0) -> str:
    answer = web.post("/submit-task", json={"input": text, "priority": priority})
    assert answer.status_code == 202
    task_id: str = answer.json()["task_id"]
    return task_id


def status(web: httpx.Client, task_id: str) -> dict[str, Any]:
    answer = web.get(f"/task-status/{task_id}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def ended(web: httpx.Client, task_id: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        told = status(web, task_id)
        return told if told["state"] in {"SUCCESS", "FAILURE"} else None

    told = eventually(look, limit=20, what=f"task {task_id} has ended")
    assert told
    return told


def test_a_task_is_started_and_then_has_a_result(web: httpx.Client, worker: Running) -> None:
    task_id = submit(web, "word " * 50)
    eventually(lambda: status(web, task_id)["state"] == "STARTED", what="the task runs")
    assert status(web, task_id)["result"] is None
    assert ended(web, task_id) == {
        "task_id": task_id,
        "state": "SUCCESS",
        "result": {"read": 50, "complete": True},
        "error": None,
    }


def test_only_urgent_tasks_go_to_the_urgent_queue(redis_server: RedisServer, tmp_path: Path) -> None:
    servers = urls(redis_server)
    with serving(servers, tmp_path / "log") as web:
        with running_worker(cwd=HERE, env=servers, args=("-Q", "default")):
            urgent, usual, later = (submit(web, "word", priority) for priority in (6, 5, 0))
            assert ended(web, usual)["state"] == ended(web, later)["state"] == "SUCCESS"
            assert status(web, urgent)["state"] == "PENDING"
        with running_worker(cwd=HERE, env=servers, args=("-Q", "high_priority")):
            assert ended(web, urgent)["state"] == "SUCCESS"


def test_a_failed_task_tells_its_error(web: httpx.Client, worker: Running) -> None:
    told = ended(web, submit(web, ""))
    assert (told["state"], told["error"]) == ("FAILURE", "ValueError: there is nothing to read")


def test_a_long_task_stops_at_its_soft_limit(web: httpx.Client, worker: Running) -> None:
    result = ended(web, submit(web, "word " * 500))["result"]
    assert result["complete"] is False
    assert 0 < result["read"] < 500


def test_an_id_nobody_knows_is_answered_at_once(web: httpx.Client, nobody: str) -> None:
    assert status(web, nobody)["state"] == "PENDING"


def test_results_that_are_not_json_are_shown_all_the_same(
    web: httpx.Client, servers: dict[str, str], nobody: str
) -> None:
    not_a_number = b'{"status": "SUCCESS", "result": NaN, "traceback": null, "children": [], "task_id": "%s"}'
    with redis.Redis.from_url(servers["CELERY_RESULT_BACKEND"]) as store:
        store.set(f"celery-task-meta-{nobody}", not_a_number % nobody.encode())
    assert status(web, nobody)["result"] == "nan"


@pytest.mark.parametrize(
    "stored",
    [b"\x80 no text", b"{cut off", pickle.dumps({"status": "SUCCESS", "result": {1}}), b"[]", b'"text"', b"{}"],
    ids=["bytes", "cut off", "pickle", "list", "text", "empty object"],
)
def test_what_is_no_result_at_all_is_called_unreadable(
    web: httpx.Client, servers: dict[str, str], nobody: str, stored: bytes
) -> None:
    with redis.Redis.from_url(servers["CELERY_RESULT_BACKEND"]) as store:
        store.set(f"celery-task-meta-{nobody}", stored)
    assert status(web, nobody)["state"] == "UNREADABLE"


def test_a_worker_process_is_replaced_after_fifty_tasks(redis_server: RedisServer, tmp_path: Path) -> None:
    servers = urls(redis_server)
    with (
        serving(servers, tmp_path / "log") as web,
        running_worker(cwd=HERE, env=servers, args=(*QUEUES, "--concurrency=1")) as worker,
    ):
        ids = [submit(web, "word") for _ in range(51)]
        assert ended(web, ids[-1])["state"] == "SUCCESS"
        pools = {line.split("ForkPoolWorker-")[1].split("]")[0] for line in succeeded(worker)}
    assert len(pools) == 2


def succeeded(worker: Running) -> list[str]:
    return [line for line in worker.output().splitlines() if "ForkPoolWorker-" in line and " succeeded " in line]
