from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown


@pytest.mark.parametrize("limit", [None, 0])
def test_nothing_is_kept_open(limit: int | None) -> None:
    finding = only("CK222", broker_pool_limit=limit)
    assert finding.message == (
        f"broker_pool_limit is {limit}: each task is sent over a new connection, which is closed at once"
    )
    assert finding.fix == "broker_pool_limit = 10"
    assert finding.severity == "info"
    assert labels(finding) == ["nothing is kept open"]


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"broker_pool_limit": 1},
        {"broker_pool_limit": 10},
        {"broker_pool_limit": False},
        {"broker_pool_limit": "0"},
        {"broker_pool_limit": unknown("N")},
        {"broker_pool_limit": None, "tests": True},
    ],
)
def test_is_silent_about_a_pool(words: dict[str, object]) -> None:
    assert found("CK222", **words) == []
