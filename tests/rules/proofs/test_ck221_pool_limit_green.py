from __future__ import annotations

import pytest
from kombu.exceptions import LimitExceeded

from tests.rules.proofs.apps import client


def test_who_sends_while_all_connections_are_taken_waits() -> None:
    with (
        client("memory://", broker_pool_limit=1) as app,
        app.pool.acquire(block=True),
        pytest.raises(LimitExceeded),
    ):
        app.pool.acquire(block=True, timeout=0.05)
