"""Profiles at work: tasks run through what they compile to, on the broker that one variable names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.workers import LOST, run, running_worker

pytestmark = [pytest.mark.servers, pytest.mark.oldest]

APP = """
import os, signal
from celery import Celery
import celerykit

app = Celery("shop")
app.config_from_object(celerykit.load_profile(os.environ["PROFILE"], app_name="shop"))

@app.task
def add(x, y):
    return x + y

@app.task
def fail():
    raise ValueError("on purpose")

@app.task(bind=True)
def die_once(self, marker):
    if not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"
"""

SEND = """
import json
from shop import add, app, fail

results = [add.delay(n, n) for n in range(10)]
broken = fail.delay()
values = [result.get(timeout=30) for result in results]
error = broken.get(timeout=30, propagate=False)
print(json.dumps({
    "values": values, "state": broken.state, "error": str(error),
    "broker": app.connection_for_write().transport.driver_name, "queue": app.conf.task_default_queue,
}))
"""

LATE = """
import json, sys
from celery.result import AsyncResult
from shop import app, die_once
if len(sys.argv) > 2:
    print(die_once.delay(sys.argv[1]).id)
else:
    print(json.dumps(AsyncResult(sys.argv[1], app=app).get(timeout=60)))
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for name, text in (("shop.py", APP), ("send.py", SEND), ("late.py", LATE)):
        (tmp_path / name).write_text(text)
    return tmp_path


def sent(folder: Path, env: Mapping[str, str]) -> Any:
    with running_worker("shop:app", cwd=folder, env=env):
        return json.loads(run("send.py", cwd=folder, env=env))


def check(seen: Any, driver: str) -> None:
    assert seen["values"] == [n + n for n in range(10)]
    assert (seen["state"], seen["error"]) == ("FAILURE", "on purpose")
    assert (seen["broker"], seen["queue"]) == (driver, "shop")


def test_redis_redis(shop: Path, redis_urls: tuple[str, str]) -> None:
    env = {"PROFILE": "redis-redis", "CELERY_BROKER_URL": redis_urls[0], "CELERY_RESULT_BACKEND": redis_urls[1]}
    check(sent(shop, env), "redis")


def test_rabbitmq_rpc(shop: Path, rabbitmq_url: str) -> None:
    check(sent(shop, {"PROFILE": "rabbitmq-rpc", "CELERY_BROKER_URL": rabbitmq_url}), "py-amqp")


def test_rabbitmq_redis(shop: Path, rabbitmq_url: str, redis_url: str) -> None:
    env = {"PROFILE": "rabbitmq-redis", "CELERY_BROKER_URL": rabbitmq_url, "CELERY_RESULT_BACKEND": redis_url}
    check(sent(shop, env), "py-amqp")


def test_one_variable_moves_rabbitmq_to_redis(shop: Path, redis_urls: tuple[str, str]) -> None:
    env = {"PROFILE": "rabbitmq-redis", "CELERY_BROKER_URL": redis_urls[0], "CELERY_RESULT_BACKEND": redis_urls[1]}
    check(sent(shop, env), "redis")


def test_one_variable_moves_redis_to_rabbitmq(shop: Path, rabbitmq_url: str, redis_url: str) -> None:
    env = {"PROFILE": "redis-redis", "CELERY_BROKER_URL": rabbitmq_url, "CELERY_RESULT_BACKEND": redis_url}
    check(sent(shop, env), "py-amqp")


def test_two_variables_move_redis_to_sqlite(shop: Path) -> None:
    env = {
        "PROFILE": "rabbitmq-redis",
        "CELERY_BROKER_URL": f"sqla+sqlite:///{shop}/broker.db",
        "CELERY_RESULT_BACKEND": f"db+sqlite:///{shop}/results.db",
        "CELERYKIT_EMBEDDED": "1",
    }
    check(sent(shop, env), "sqlalchemy")


def test_embedded_moves_to_postgresql_for_results(shop: Path, postgres_url: str, redis_url: str) -> None:
    env = {
        "PROFILE": "sqlalchemy-backend",
        "CELERY_BROKER_URL": redis_url,
        "CELERY_RESULT_BACKEND": f"db+{postgres_url}",
    }
    check(sent(shop, env), "redis")


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_a_task_whose_process_is_killed_runs_again(
    shop: Path, broker: str, request: pytest.FixtureRequest, more_redis_urls: Callable[[], tuple[str, str]]
) -> None:
    url = request.getfixturevalue(f"{broker}_url")
    env = {"PROFILE": "redis-redis", "CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": more_redis_urls()[0]}
    env["CELERYKIT_WORKER_LOST_WAIT"] = str(LOST)
    with running_worker("shop:app", cwd=shop, env=env):
        marker = str(shop / "marker")
        task_id = run("late.py", marker, "send", cwd=shop, env=env).strip()
        assert json.loads(run("late.py", task_id, cwd=shop, env=env)) == "survived"
    assert Path(marker).exists()


def test_the_exported_module_runs_tasks_without_celerykit(shop: Path, redis_urls: tuple[str, str]) -> None:
    env = {"PROFILE": "redis-redis", "CELERY_BROKER_URL": redis_urls[0], "CELERY_RESULT_BACKEND": redis_urls[1]}
    words = ("-m", "celerykit", "show", "redis-redis", "--format", "python")
    exported = run(*words, cwd=shop, env={**env, "CELERYKIT_APP_NAME": "shop"})
    (shop / "celeryconfig.py").write_text(exported)
    plain = APP.replace('celerykit.load_profile(os.environ["PROFILE"], app_name="shop")', '"celeryconfig"')
    (shop / "shop.py").write_text(plain.replace("import celerykit", "import sys; sys.modules['celerykit'] = None"))
    check(sent(shop, env), "redis")
