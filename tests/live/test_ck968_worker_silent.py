from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from celerykit.live.base import NotChecked
from tests.live.build import found, tried
from tests.live.crews import worker
from tests.workers import Running

pytestmark = pytest.mark.servers


@contextmanager
def frozen(worker: Running) -> Iterator[None]:
    os.kill(worker.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker.pid, signal.SIGCONT)


@pytest.mark.slow
def test_finds_the_frozen_one_of_two_workers_on_redis(redis_url: str) -> None:
    prefix = {"PREFIX": "shop:"}
    settings: dict[str, Any] = {"broker_url": redis_url, "broker_transport_options": {"global_keyprefix": "shop:"}}
    with worker(redis_url, "well@here", env=prefix):
        with worker(redis_url, "ill@here", env=prefix) as ill:
            assert found("CK968", **settings) == []
            with frozen(ill):
                findings = tried("CK968", **settings)
                of_solo = tried("CK968", **settings, worker_pool="solo")
            ill.kill(signal.SIGKILL)
        # A worker that was killed leaves its name behind, which is not taken for one that is there,
        assert found("CK968", **settings) == []
        # and nobody can say then which of the two names it is.
        with worker(redis_url, "worse@here", env=prefix) as worse, frozen(worse):
            ((_, thing, unnamed),) = tried("CK968", **settings)

    message = "2 listen to remote control, and 1 of them does not answer"
    assert findings == [("warning", "worker ill@here", f"{message}: ill@here")]
    # That pool is silent while a task runs.
    assert of_solo == [("info", "worker ill@here", f"{message}: ill@here")]
    assert (thing, unnamed) == (f"broker {redis_url}", message)


@pytest.mark.slow
def test_finds_the_frozen_one_of_two_workers_on_rabbitmq(rabbitmq_url: str) -> None:
    with worker(rabbitmq_url, "well@here"), worker(rabbitmq_url, "ill@here") as ill:
        assert found("CK968", broker_url=rabbitmq_url) == []
        with frozen(ill):
            findings = tried("CK968", broker_url=rabbitmq_url)
        ill.kill(signal.SIGKILL)
        assert found("CK968", broker_url=rabbitmq_url) == []

    assert findings == [("warning", "queue celery", "1 of its readers is no worker that answers")]


def test_without_remote_control_nobody_can_say(redis_url: str) -> None:
    with pytest.raises(NotChecked, match="worker_enable_remote_control"):
        found("CK968", broker_url=redis_url, worker_enable_remote_control=False)


def test_without_a_worker_that_answers_it_leaves_it_to_another_check(redis_url: str) -> None:
    with pytest.raises(NotChecked, match="no worker answers"):
        found("CK968", broker_url=redis_url)
