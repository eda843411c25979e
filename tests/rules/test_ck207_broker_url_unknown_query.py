from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown


def test_an_option_of_the_transport() -> None:
    finding = only("CK207", broker_url="redis://cache/0?socket_timeout=5")
    assert finding.message == (
        "broker_url says ?socket_timeout=…, which kombu does not take: "
        "connecting raises TypeError (unexpected keyword argument)"
    )
    assert finding.fix == 'broker_transport_options = {"socket_timeout": 5}'
    assert finding.severity == "error"
    assert labels(finding) == ["kombu takes no socket_timeout here"]


@pytest.mark.parametrize(
    ("url", "fix"),
    [
        ("redis://cache?db=3", "let the URL end in the number of the database: redis://host:6379/3"),
        ("redis://cache/0?transport=amqp", "say it as the scheme"),
        ("redis://cache/0?ssl_cert_reqs=yes", "write ssl_cert_reqs=required"),
        ("sqs://?region=eu-west-1", 'broker_transport_options = {"region": "eu-west-1"}'),
        ("amqp://mq//?frame_max=1000", 'broker_transport_options = {"frame_max": 1000}'),
        ("amqp://mq//?connect_timeout=3", "broker_connection_timeout = 3"),
        ("memory://?fast=1", "take fast out of the URL"),
        ("kafka://h?client=1", "take client out of the URL"),
    ],
)
def test_says_where_it_belongs(url: str, fix: str) -> None:
    assert only("CK207", broker_url=url).fix == fix


def test_never_shows_a_secret() -> None:
    finding = only("CK207", broker_url="redis://cache/0?password=s3cr3t")
    assert "s3cr3t" not in repr(finding)
    assert finding.fix == "say it as user:password@host"


def test_the_default_of_a_variable() -> None:
    assert only("CK207", broker_url=env("BROKER", "redis://h?x=1")).message.endswith(", unless BROKER is set")


def test_one_of_several_urls() -> None:
    assert only("CK207", broker_url=["redis://a/0", "redis://b/0?x=1"])


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "redis://h/0"},
        {"broker_url": "redis://h/0?ssl_cert_reqs=required&ssl_ca_certs=/ca.pem"},
        {"broker_url": "rediss://h/0?ssl_cert_reqs=CERT_NONE"},
        {"broker_url": "amqp://h//?heartbeat=10&login_method=EXTERNAL&insist=1"},
        {"broker_url": "redis+socket:///tmp/redis.sock?virtual_host=2"},
        {"broker_url": "sqla+postgresql://h/x?sslmode=require"},
        {"broker_url": "mongodb://h/x?retryWrites=true"},
        {"broker_url": "redis://h/0?credential_provider=a.B"},
        {"broker_url": "redis://h/0?x="},
        {"broker_url": "redis://:p[w@h/0?x=1"},
        {"broker_url": unknown("URL")},
        {"broker_url": "redis://h/0", "result_backend": "redis://h/1?socket_timeout=5"},
    ],
)
def test_is_silent_about_what_somebody_takes(words: dict[str, object]) -> None:
    assert found("CK207", **words) == []
