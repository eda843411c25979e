from __future__ import annotations

import pytest
from celery.concurrency.solo import TaskPool as Solo
from celery.concurrency.thread import TaskPool as Threads
from celery.worker.autoscale import Autoscaler


@pytest.mark.parametrize("kind", [Threads, Solo])
def test_a_pool_that_cannot_grow_fails_when_it_should(kind: type) -> None:
    # The thread that the autoscaler is ends the whole process on any error (celery/utils/threads.py, bgThread).
    pool = kind(limit=1)
    pool.start()
    try:
        with pytest.raises(AttributeError, match="grow"):
            Autoscaler(pool, max_concurrency=2, min_concurrency=1).scale_up(1)
    finally:
        pool.stop()


def test_the_bounds_take_the_place_of_the_concurrency() -> None:
    from tests.rules.proofs.apps import client

    with client() as app:
        worker = app.WorkController(pool_cls="solo", concurrency=7, autoscale=(4, 2))
        assert (worker.max_concurrency, worker.min_concurrency) == (4, 2)
