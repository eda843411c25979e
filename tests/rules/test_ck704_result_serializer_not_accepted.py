from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, unknown

REDIS = "redis://localhost:6379/1"


def test_results_that_nobody_reads() -> None:
    finding = only("CK704", result_backend=REDIS, result_serializer="yaml", accept_content=["json"])
    assert finding.message == (
        "results are written as yaml, but read only as json: asking for one raises ContentDisallowed"
    )
    assert finding.fix == 'result_accept_content = ["json", "yaml"]'
    assert labels(finding) == ["written in this form", "all that is read"]


def test_results_have_a_list_of_their_own() -> None:
    finding = only("CK704", result_backend=REDIS, result_accept_content=["yaml"])
    assert finding.message.startswith("results are written as json, but read only as yaml")


def test_does_not_advise_to_accept_pickle() -> None:
    assert only("CK704", result_backend=REDIS, result_serializer="pickle").fix == 'result_serializer = "json"'


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"result_serializer": "json"},
        {"result_serializer": "yaml", "accept_content": ["json", "application/x-yaml"]},
        {"result_serializer": "yaml", "result_accept_content": ["yaml"]},
        {"result_serializer": "yaml", "result_accept_content": ["yaml"], "accept_content": ["json"]},
        {"result_serializer": "yaml", "result_accept_content": unknown("CONTENT")},
        {"result_serializer": "yaml", "accept_content": unknown("CONTENT")},
        {"result_serializer": unknown("SERIALIZER")},
        {"accept_content": "yaml"},
        {"complete": False, "result_serializer": "yaml"},
    ],
)
def test_is_silent_where_results_are_read_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK704", **{"result_backend": REDIS, **words}) == []


@pytest.mark.parametrize("backend", ["django-db", "mongodb://h", "db+mysql+pymysql://h/x", "cache+memcached://h"])
def test_speaks_of_every_store_that_celery_serializes_for(backend: str) -> None:
    assert only("CK704", result_backend=backend, result_serializer="yaml")


@pytest.mark.parametrize("backend", [None, "", "disabled", "disabled://", "django-cache"])
def test_is_silent_where_no_results_are_kept_or_django_writes_them(backend: str | None) -> None:
    assert found("CK704", result_backend=backend, result_serializer="yaml") == []
