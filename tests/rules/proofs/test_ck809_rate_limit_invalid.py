from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("rate", "error", "says"), [("10/min", KeyError, "min"), ("ten/m", ValueError, "could not convert string to float")]
)
def test_the_worker_does_not_start(rate: str, error: type[Exception], says: str) -> None:
    with client() as app:

        @app.task(name=f"proof.mail_{error.__name__}", rate_limit=rate, shared=False)
        def mail() -> None: ...

        with pytest.raises(error, match=says):
            app.WorkController(pool_cls="solo", concurrency=1)
