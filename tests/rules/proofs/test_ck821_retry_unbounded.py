from __future__ import annotations

from tests.rules.proofs.apps import client

# More than the three that Celery tries by default.
ENOUGH = 10


def test_retries_without_a_number_do_not_end() -> None:
    tries: list[int] = []
    with client(task_always_eager=True) as app:

        @app.task(name="proof.fetch", autoretry_for=(ValueError,), max_retries=None, shared=False)
        def fetch() -> None:
            tries.append(1)
            if len(tries) < ENOUGH:
                raise ValueError

        fetch.delay()
    assert len(tries) == ENOUGH
