from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown

HOST = "clustercfg.jobs.abc123.euw1.cache.amazonaws.com"


def test_the_endpoint_of_a_cluster() -> None:
    finding = only("CK217", broker_url=f"redis://{HOST}:6379/0")
    assert finding.message == f"broker_url leads to a Redis Cluster ({HOST}): commands fail with MOVED or CROSSSLOT"
    assert finding.severity == "error"


def test_results_too() -> None:
    assert "result_backend" in only("CK217", result_backend=f"rediss://{HOST}/0?ssl_cert_reqs=required").message


def test_the_name_may_stand_elsewhere_in_the_host() -> None:
    assert only("CK217", broker_url="redis://jobs.abc123.clustercfg.euw1.cache.amazonaws.com")


@pytest.mark.parametrize("scheme", ["redis-cluster", "rediscluster", "redis+cluster"])
def test_a_scheme_of_another_library(scheme: str) -> None:
    finding = only("CK217", broker_url=f"{scheme}://cache:6379/0")
    assert finding.message == (
        "broker_url asks for a Redis Cluster (cache), to which Celery speaks in no way: not with redis:// either"
    )


def test_the_default_of_a_variable() -> None:
    assert only("CK217", broker_url=env("BROKER", f"redis://{HOST}")).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "url",
    [
        "redis://master.jobs.abc123.euw1.cache.amazonaws.com:6379/0",
        "redis://redis-cluster:6379/0",
        "redis://clustercfg-none.example.net",
        f"amqp://{HOST}//",
        unknown("URL"),
        None,
    ],
)
def test_is_silent_about_others(url: object) -> None:
    assert found("CK217", broker_url=url) == []
