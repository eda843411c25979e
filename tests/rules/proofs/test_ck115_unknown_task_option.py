from __future__ import annotations

from tests.rules.proofs.apps import client


def test_an_option_that_celery_does_not_know_is_an_attribute_that_nobody_reads() -> None:
    with client() as app:

        @app.task(timelimit=60, retries=5)
        def add() -> None: ...

        assert add.timelimit == 60
        assert (add.time_limit, add.max_retries) == (None, 3)
