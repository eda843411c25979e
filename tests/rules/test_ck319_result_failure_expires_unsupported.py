from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import env, found, labels, only, unknown


@pytest.mark.parametrize(
    "backend", ["db+postgresql://d/r", "django-db", "mongodb://m/r", "rpc://", "cache+memcached://m"]
)
def test_failures_expire_like_results(backend: str) -> None:
    finding = only("CK319", result_backend=backend, result_failure_expires=604800)
    assert finding.severity == "warning"
    assert "failed results expire like any other" in finding.message
    assert labels(finding) == ["has no effect here", "kept here"]


@pytest.mark.parametrize("backend", ["db+postgresql://d/r", "django-db", "rpc://", "elasticsearch://e/i/d"])
def test_nothing_is_compressed(backend: str) -> None:
    assert "stored uncompressed" in only("CK319", result_backend=backend, result_compression="gzip").message


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK319", result_backend=env("RESULTS", "rpc://"), result_failure_expires=60)
    assert finding.message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "redis://r/1", "result_failure_expires": 60, "result_compression": "gzip"},
        {"result_backend": "sentinel://s", "result_failure_expires": 60, "result_compression": "gzip"},
        {"result_backend": "mongodb://m/r", "result_compression": "gzip"},
        {"result_backend": "file:///r", "result_compression": "gzip"},
        {"result_backend": "db+sqlite:////r", "result_failure_expires": None, "result_compression": None},
        {"result_backend": "db+sqlite:////r", "result_failure_expires": unknown("TTL")},
        {"result_backend": unknown("RESULTS", str), "result_failure_expires": 60},
        {"result_backend": None, "result_failure_expires": 60},
        {"result_backend": "proj.results:OurBackend", "result_failure_expires": 60},
    ],
)
def test_is_silent_where_it_is_heeded_or_not_known(words: dict[str, Any]) -> None:
    assert found("CK319", **words) == []
