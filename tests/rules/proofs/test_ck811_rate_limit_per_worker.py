from __future__ import annotations

from tests.rules.proofs.apps import client


def test_every_worker_counts_for_itself() -> None:
    with client() as app:

        @app.task(name="proof.mail", shared=False, rate_limit="1/m")
        def mail() -> None: ...

        workers = [app.WorkController(pool_cls="solo", concurrency=1) for _ in range(2)]
        # Each lets its first one through.
        assert [worker.consumer.task_buckets["proof.mail"].can_consume(1) for worker in workers] == [True, True]
