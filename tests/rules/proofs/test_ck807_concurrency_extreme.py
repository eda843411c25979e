from __future__ import annotations

from billiard import cpu_count

from tests.rules.proofs.apps import client


def test_a_worker_counts_the_processors_of_the_machine() -> None:
    with client() as app:
        assert app.WorkController(pool_cls="solo").concurrency == cpu_count()
