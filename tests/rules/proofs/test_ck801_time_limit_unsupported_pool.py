from __future__ import annotations

import threading

import pytest
from celery.concurrency.solo import TaskPool as Solo
from celery.concurrency.thread import TaskPool as Threads

LIMIT = 30.0


@pytest.mark.parametrize("kind", [Threads, Solo])
def test_a_task_goes_on_beyond_its_limits(kind: type) -> None:
    pool = kind(limit=1)
    pool.start()
    waited, ended = threading.Event(), threading.Event()

    def task() -> None:
        waited.wait(0.3)
        ended.set()

    try:
        pool.apply_async(task, timeout=0.1, soft_timeout=0.05, callback=print, accept_callback=lambda *_: None)
        assert ended.wait(LIMIT)
    finally:
        pool.stop()
