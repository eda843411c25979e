from __future__ import annotations

import pytest
from celery.exceptions import CDeprecationWarning

from tests.rules.proofs.apps import client


@pytest.mark.parametrize("name", ["queue", "exchange", "exchange_type", "routing_key", "delivery_mode", "priority"])
def test_celery_says_that_it_will_have_no_effect(name: str) -> None:
    with client() as app:

        @app.task(shared=False, **{name: 1})
        def add() -> None: ...

        with pytest.warns(CDeprecationWarning, match=f"The '{name}' task attribute"):
            app.finalize()
