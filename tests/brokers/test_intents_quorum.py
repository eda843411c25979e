"""Replicated queues on a real RabbitMQ: what they are, and that delays, retries and worker all get along with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brokers.shop import app_under, journal, noted, said, shop
from tests.profile.loading import write
from tests.servers.rabbitmq import RabbitServer
from tests.workers import running_worker

pytestmark = pytest.mark.servers

SEND = """
import json, shop
results = [shop.add.delay(2, 3), shop.add.apply_async((3, 4), countdown=3)]
failing = shop.own.apply_async(countdown=1)
values = [result.get(timeout=30) for result in results]
failing.get(timeout=30, propagate=False)
print(json.dumps([*values, failing.state]))
"""
MIXED = """
extends = "rabbitmq-quorum"
[intent]
replicated = false
[queues]
orders = { replicated = true }
scratch = {}
"""


def kinds(server: RabbitServer, url: str) -> dict[str, str]:
    """The queues of a virtual host, and whether each is classic or a quorum queue."""
    listed = server.ctl("list_queues", "-p", url.rpartition("/")[2], "name", "type", "--no-table-headers")
    return dict(line.split("\t") for line in listed.splitlines())


def test_tasks_delays_and_retries_go_through_quorum_queues(
    tmp_path: Path, rabbitmq_server: RabbitServer, redis_url: str
) -> None:
    url = rabbitmq_server.fresh()
    env = {"PROFILE": "rabbitmq-quorum", "CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": redis_url}
    with running_worker("shop:app", cwd=shop(tmp_path), env=env) as worker:
        assert said(tmp_path, SEND, env) == [5, 7, "FAILURE"]
        noted(tmp_path, "own False 77 0")
        found = kinds(rabbitmq_server, url)
        # A worker that holds a task until its time says so when it gets it.
        assert "ETA" not in worker.output()
        assert "NOT_IMPLEMENTED" not in worker.output()
    assert journal(tmp_path) == ["own False 77 0"] * 2
    assert found["shop"] == "quorum"
    assert {kind for name, kind in found.items() if name.startswith("celery_delayed")} == {"quorum"}


def test_before_a_worker_has_declared_its_queue_a_delay_is_refused_aloud(rabbitmq_url: str, redis_url: str) -> None:
    app = app_under("rabbitmq-quorum", {"CELERY_BROKER_URL": rabbitmq_url, "CELERY_RESULT_BACKEND": redis_url})
    app.send_task("shop.add", (1, 2))
    with pytest.raises(Exception, match="no exchange 'celery_delayed_27'"):
        app.send_task("shop.add", (1, 2), countdown=5)


def test_replicated_queues_stand_beside_others(
    tmp_path: Path, rabbitmq_server: RabbitServer, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "mixed", MIXED)
    url = rabbitmq_server.fresh()
    app = app_under("mixed", {"CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": redis_url})
    app.send_task("shop.add", (1, 2))
    app.send_task("shop.add", (1, 2), queue="scratch")
    assert kinds(rabbitmq_server, url) == {"orders": "quorum", "scratch": "classic"}
