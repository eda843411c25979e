from __future__ import annotations

import pytest

from tests.rules.proofs.apps import client
from tests.rules.proofs.sending import in_order

pytestmark = pytest.mark.servers


def test_zero_and_none_come_first(redis_url: str) -> None:
    with client(redis_url) as app:
        for name, options in (
            ("nine", {"priority": 9}),
            ("five", {"priority": 5}),
            ("none", {}),
            ("0", {"priority": 0}),
        ):
            app.send_task(name, **options)
        assert in_order(app, "celery") == ["none", "0", "five", "nine"]
