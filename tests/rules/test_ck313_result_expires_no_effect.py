from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import env, found, labels, only, unknown


@pytest.mark.parametrize(
    "backend", ["s3://b", "azureblockblob://a", "couchdb://c", "cosmosdbsql://c", "elasticsearch://e/i/d"]
)
def test_stores_that_never_delete(backend: str) -> None:
    finding = only("CK313", result_backend=backend, result_expires=3600)
    assert finding.severity == "warning"
    assert "does not heed result_expires = 3600" in finding.message
    assert labels(finding) == ["has no effect here", "kept here"]


@pytest.mark.parametrize(
    ("backend", "cure"),
    [("gs://b", "gcs_ttl"), ("cassandra://c", "cassandra_entry_ttl"), ("dynamodb://@r/t", "ttl_seconds")],
)
def test_stores_with_a_setting_of_their_own(backend: str, cure: str) -> None:
    assert cure in only("CK313", result_backend=backend, result_expires=3600).fix


def test_the_default_is_only_noted() -> None:
    finding = only("CK313", result_backend="s3://bucket")
    assert finding.severity == "info"
    assert labels(finding) == ["nothing expires here"]


def test_says_which_variable_may_change_it() -> None:
    assert only("CK313", result_backend=env("RESULTS", "s3://b")).message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "redis://r/1"},
        {"result_backend": "db+postgresql://d/r"},
        {"result_backend": "rpc://"},
        {"result_backend": None},
        {"result_backend": unknown("RESULTS", str)},
        {"result_backend": "s3://b", "result_expires": None},
        {"result_backend": "s3://b", "result_expires": unknown("TTL")},
        {"result_backend": "s3://b", "task_ignore_result": True},
        {"result_backend": "s3://b", "tests": True},
        {"result_backend": "gs://b", "gcs_ttl": 3600},
        {"result_backend": "cassandra://c", "cassandra_entry_ttl": unknown("TTL")},
        {"result_backend": "dynamodb://@eu/t?ttl_seconds=3600"},
    ],
)
def test_is_silent_where_it_has_one_or_nobody_wants_it(words: dict[str, Any]) -> None:
    assert found("CK313", **{"result_expires": 3600, **words}) == []


@pytest.mark.parametrize("backend", ["gs://b", "cassandra://c", "dynamodb://@eu/t"])
def test_is_silent_about_a_default_beside_a_setting_of_the_store(backend: str) -> None:
    assert found("CK313", result_backend=backend) == []
