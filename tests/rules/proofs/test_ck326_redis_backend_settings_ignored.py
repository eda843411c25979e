from __future__ import annotations

from typing import Any

import pytest

from tests.rules.proofs.apps import client


@pytest.mark.parametrize(
    ("url", "settings", "reached"),
    [
        ("redis://cache:6379/1", {"redis_host": "other", "redis_port": 6380, "redis_db": 3}, ("cache", 6379, 1)),
        ("redis://cache", {"redis_host": "other", "redis_port": 6380, "redis_db": 3}, ("cache", 6380, 0)),
        ("redis://", {"redis_host": "other", "redis_db": 3}, ("other", 6379, 0)),
    ],
)
def test_what_the_url_says_counts(url: str, settings: Any, reached: tuple[str, int, int]) -> None:
    with client(result_backend=url, **settings) as app:
        found = app.backend.connparams
        assert (found["host"], found["port"], found["db"]) == reached
