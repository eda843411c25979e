from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import Depth
from tests.live.answering import told, worker
from tests.live.build import found
from tests.rules.build import unknown
from tests.workers import running_worker

PROGRAM = """
import os

from celery import Celery

app = Celery("shop", broker=os.environ["CELERY_BROKER_URL"])
app.conf.update({settings!r})
"""
SOLO = ["-n", "w@shop", "--pool=solo", "--without-gossip"]


@pytest.mark.servers
def test_finds_that_nobody_is_there_and_what_waits(redis_url: str) -> None:
    Celery(broker=redis_url, set_as_current=False).send_task("shop.order")

    (finding,) = found("CK960", broker_url=redis_url, limit=0.5)

    assert finding.severity == "error"
    assert finding.message == "no worker answers there, and 1 message waits"
    assert [str(thing) for thing in finding.things] == [f"broker {redis_url}"]


@pytest.mark.servers
def test_leaves_nothing_behind_where_nobody_answers(redis_url: str) -> None:
    from redis import Redis

    found("CK960", broker_url=redis_url, limit=0.5)

    with Redis.from_url(redis_url) as client:
        assert [key for key in client.scan_iter("*") if b"reply" in key or b"pidbox" in key] == []


@pytest.mark.servers
def test_warns_only_where_a_queue_has_readers_that_do_not_answer(rabbitmq_url: str, tmp_path: Path) -> None:
    with quiet(tmp_path, rabbitmq_url, {"worker_enable_remote_control": False}):
        (finding,) = found("CK960", broker_url=rabbitmq_url, limit=0.5)

    assert finding.severity == "warning"
    assert finding.message == "queues have readers there (1 of celery), but no worker answers"


@pytest.mark.servers
def test_finds_answers_in_a_form_that_nobody_may_read(redis_url: str, tmp_path: Path) -> None:
    settings = {"task_serializer": "yaml", "accept_content": ["json", "yaml"]}
    with quiet(tmp_path, redis_url, settings):
        (finding,) = found("CK960", broker_url=redis_url)

    assert finding.severity == "error"
    assert finding.message.startswith("workers answer in application/x-yaml, which accept_content")


def quiet(folder: Path, broker: str, settings: Mapping[str, Any]) -> Any:
    """A worker with these settings."""
    (folder / "celery_app.py").write_text(PROGRAM.format(settings=settings))
    return running_worker(cwd=folder, env={"CELERY_BROKER_URL": broker}, args=SOLO)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"broker_url": "sqla+sqlite://"}, "this broker carries no remote control"),
        ({"broker_url": "memory://"}, "that of one process"),
        ({"broker_url": "memory://", "worker_enable_remote_control": False}, "no worker can be asked"),
        ({"broker_url": unknown("os.environ['BROKER']")}, "broker_url is not known"),
    ],
)
def test_says_why_nobody_can_be_asked(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(NotChecked, match=reason):
        found("CK960", **settings)


def test_says_that_remote_control_is_off(tmp_path: Path) -> None:
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path)}

    with pytest.raises(NotChecked, match="worker_enable_remote_control is off"):
        found(
            "CK960",
            broker_url="filesystem://",
            broker_transport_options=folders,
            worker_enable_remote_control=False,
        )


def test_is_silent_where_one_answers() -> None:
    assert told("CK960", workers=[worker()], waiting={"celery": Depth(12)}) == []


def test_is_silent_where_tasks_run_where_they_are_sent() -> None:
    assert told("CK960", workers=[], task_always_eager=True) == []


def test_warns_only_where_somebody_listens_and_may_be_busy() -> None:
    (finding,) = told("CK960", workers=[], silent=2)

    assert finding.severity == "warning"
    assert finding.message == "2 listen to remote control there, but no worker answers"
