from __future__ import annotations

import pytest
from kombu.exceptions import ContentDisallowed

from tests.rules.proofs.apps import client


def test_asking_for_the_result_raises() -> None:
    with client(backend="cache+memory://", result_serializer="yaml", accept_content=["json"]) as app:
        app.backend.store_result("some-id", 4, "SUCCESS")
        with pytest.raises(ContentDisallowed):
            app.AsyncResult("some-id").get(timeout=1)
