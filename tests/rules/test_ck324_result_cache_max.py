from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import env, found, only, read, unknown


def test_a_limit_of_the_client() -> None:
    finding = only("CK324", result_cache_max=100)
    assert finding.severity == "info"
    assert "not how many are stored" in finding.message
    assert finding.fix == "to limit what is stored: result_expires = 3600"


def test_by_its_old_name() -> None:
    assert only("CK324", CELERY_MAX_CACHED_RESULTS=32768)


@pytest.mark.parametrize(
    "words",
    [
        {"result_cache_max": -1},
        {"result_cache_max": 0},
        {"result_cache_max": None},
        {"result_cache_max": unknown("MAX")},
        {"result_cache_max": env("MAX", "100")},
        {"result_cache_max": 100, "result_expires": 3600},
        {"result_cache_max": 100, "reads": [read()]},
        {},
    ],
)
def test_is_silent_where_it_limits_nothing_or_is_known_for_what_it_is(words: dict[str, Any]) -> None:
    assert found("CK324", **words) == []
