from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import env, found, labels, only, unknown


@pytest.mark.parametrize("backend", ["django-db", "redis://r/1", "db+postgresql://d/r", "rpc://"])
def test_results_are_kept_elsewhere(backend: str) -> None:
    finding = only("CK327", result_backend=backend, cache_backend="default")
    assert finding.severity == "info"
    assert "only cache and django-cache read it" in finding.message
    assert labels(finding) == ["nobody reads it", "kept here"]


def test_under_a_namespace() -> None:
    finding = only("CK327", namespace="CELERY", CELERY_RESULT_BACKEND="django-db", CELERY_CACHE_BACKEND="django-cache")
    assert finding.fix == "take CELERY_CACHE_BACKEND out"


def test_shows_no_password() -> None:
    finding = only("CK327", result_backend="django-db", cache_backend="memcached://u:hunter2@m")
    assert "hunter2" not in finding.message


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK327", result_backend=env("RESULTS", "django-db"), cache_backend="default")
    assert finding.message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "django-cache"},
        {"result_backend": "cache"},
        {"result_backend": "cache+memcached://m"},
        {"result_backend": None},
        {"result_backend": unknown("RESULTS", str)},
        {"result_backend": "proj.results:OurBackend"},
        {"result_backend": "django-db", "cache_backend": None},
        {"result_backend": "django-db", "cache_backend": unknown("CACHE")},
        {},
    ],
)
def test_is_silent_where_it_is_or_may_be_read(words: dict[str, Any]) -> None:
    assert found("CK327", **{"cache_backend": "default", **words}) == []
