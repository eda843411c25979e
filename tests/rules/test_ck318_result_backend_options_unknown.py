from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import found, labels, unknown

REDIS = "redis://localhost:6379/1"


def judged(options: Any, backend: Any = REDIS, broker: Any = "amqp://localhost", **words: Any) -> list[Finding]:
    return found("CK318", broker_url=broker, result_backend=backend, result_backend_transport_options=options, **words)


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("global_key_prefix", "did you mean global_keyprefix?"),
        ("keyprefix", "did you mean global_keyprefix?"),
        ("retry_polcy", "did you mean retry_policy?"),
        ("socket_timeout", "it is a setting of its own: redis_socket_timeout"),
        ("max_connections", "it is a setting of its own: redis_max_connections"),
        ("quux", "take it out; it reads additional_connection_errors, global_keyprefix, result_chord_ordered, "),
    ],
)
def test_what_redis_does_not_read(name: str, cure: str) -> None:
    [finding] = judged({name: 1, "global_keyprefix": "proj"})
    assert finding.severity == "warning"
    assert finding.fix.startswith(cure)
    assert labels(finding) == ["nobody reads it", "kept here"]


def test_the_master_is_for_sentinels() -> None:
    assert "Redis reads no master_name" in judged({"master_name": "mymaster"})[0].message
    assert judged({"master_name": "mymaster", "sentinel_kwargs": {}}, "sentinel://s:26379/0") == []
    [finding] = judged({"service_name": "mymaster"}, "sentinel://s:26379/0")
    assert finding.fix == "did you mean master_name?"


@pytest.mark.parametrize("backend", ["db+postgresql://d/r", "mongodb://m/r", "rpc://", "django-db"])
def test_databases_read_nothing(backend: str) -> None:
    [finding] = judged({"global_keyprefix": "proj"}, backend)
    assert finding.fix.endswith("it reads nothing from there")


def test_shows_no_secret() -> None:
    [finding] = judged({"api_token": "hunter2"})
    assert "hunter2" not in finding.message + finding.fix


def test_values_that_are_not_known_have_names_all_the_same() -> None:
    assert judged({"keyprefix": unknown("PREFIX")})


@pytest.mark.parametrize("backend", ["file:///r", "s3://b", "cache+memcached://m", "redis://r", "sentinel://s"])
def test_is_silent_about_the_prefix_of_keys(backend: str) -> None:
    assert judged({"global_keyprefix": "proj"}, backend) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"retry_policy": {"timeout": 5.0}, "result_chord_ordered": True, "additional_connection_errors": ()}, {}),
        ({"visibility_timeout": 3600}, {}),
        ({"visibility_timeout": 3600}, {"broker": unknown("BROKER", str)}),
        ({"socket_timeout": 5}, {"broker": "redis://r/0"}),
        ({"keyprefix": "proj"}, {"backend": unknown("RESULTS", str)}),
        ({"keyprefix": "proj"}, {"backend": None}),
        ({"keyprefix": "proj"}, {"backend": "proj.results:OurBackend"}),
        ({1: "one"}, {}),
        (unknown("OPTIONS"), {}),
        ({}, {}),
    ],
)
def test_is_silent_about_what_is_read_or_told_elsewhere(options: Any, words: dict[str, Any]) -> None:
    assert judged(options, **words) == []
