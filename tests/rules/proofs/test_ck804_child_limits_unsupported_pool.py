from __future__ import annotations

import threading

from celery.concurrency.thread import TaskPool

LIMIT = 30.0


def test_a_thread_is_not_replaced() -> None:
    pool = TaskPool(limit=1, maxtasksperchild=1, max_memory_per_child=1)
    pool.start()
    threads: list[int] = []
    try:
        for _ in range(2):
            ended = threading.Event()
            pool.apply_async(
                lambda ended=ended: (threads.append(threading.get_ident()), ended.set()),
                callback=lambda *_: None,
                accept_callback=lambda *_: None,
            )
            assert ended.wait(LIMIT)
    finally:
        pool.stop()
    assert threads[0] == threads[1]
