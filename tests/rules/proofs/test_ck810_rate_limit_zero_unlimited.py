from __future__ import annotations

from tests.rules.proofs.apps import client


def test_zero_makes_no_limit() -> None:
    with client() as app:

        @app.task(name="proof.none", shared=False, rate_limit="0/m")
        def none() -> None: ...

        @app.task(name="proof.some", shared=False, rate_limit="1/m")
        def some() -> None: ...

        buckets = app.WorkController(pool_cls="solo", concurrency=1).consumer.task_buckets
        assert buckets["proof.none"] is None
        assert buckets["proof.some"] is not None
