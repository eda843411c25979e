from __future__ import annotations

import pytest
from kombu.transport import TRANSPORT_ALIASES

from tests.rules.build import env, found, only, unknown


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("rabbitmq://localhost", "amqp"),
        ("postgresql://db/app", "sqla+postgresql"),
        ("redis-sentinel://s1:26379", "sentinel"),
        ("unix:///tmp/redis.sock", "redis+socket"),
        ("SQLA+sqlite:///x.db", "sqla"),
        ("rediss3://cache", "rediss"),
    ],
)
def test_names_the_scheme_that_was_meant(url: str, meant: str) -> None:
    assert only("CK202", broker_url=url).fix == f"did you mean {meant}://…?"


def test_a_cluster_has_no_transport() -> None:
    assert "Redis Cluster" in only("CK202", broker_url="redis-cluster://cache:6379").fix


def test_lists_the_schemes_where_none_is_near() -> None:
    assert "amqp, amqps" in only("CK202", broker_url="https://cache").fix


def test_never_shows_the_password() -> None:
    finding = only("CK202", broker_url="rabbitmq://shop:s3cr3t@mq")
    assert "s3cr3t" not in repr(finding)


def test_says_which_variable_may_change_it() -> None:
    assert only("CK202", broker_url=env("URL", "rabbitmq://mq")).message.endswith("unless URL is set")


def test_looks_at_each_of_several_urls() -> None:
    assert only("CK202", broker_url=["amqp://a", "rabbitmq://b"]).severity == "error"


@pytest.mark.parametrize("scheme", sorted(TRANSPORT_ALIASES))
def test_is_silent_about_every_transport_of_the_installed_kombu(scheme: str) -> None:
    assert found("CK202", broker_url=f"{scheme}://localhost") == []


@pytest.mark.parametrize(
    "url",
    [
        "sqla+postgresql://db/app",
        "redis+socket:///tmp/redis.sock",
        "Redis://cache",
        "my.transport:Transport://host",
        "localhost",
        "",
        None,
        unknown("URL"),
    ],
)
def test_is_silent_about_what_kombu_finds_and_what_nobody_knows(url: object) -> None:
    assert found("CK202", broker_url=url) == []


def test_is_silent_where_the_transport_is_named_apart() -> None:
    assert found("CK202", broker_transport="redis", broker_url="cache://localhost") == []


@pytest.mark.parametrize(
    ("url", "meant", "takes"),
    [
        ("redis+sentinel://s1:26379/0", "sentinel", "kombu takes the transport redis, which knows no host of it"),
        ("redis+tls://cache:6380/0", "rediss", "dials localhost"),
        ("amqp+ssl://mq:5671//", "amqps", "kombu takes the transport amqp, which takes ssl:// for its host"),
    ],
)
def test_a_plus_where_no_url_lies_within(url: str, meant: str, takes: str) -> None:
    finding = only("CK202", broker_url=url)
    assert finding.fix == f"did you mean {meant}://…?"
    assert takes in finding.message


@pytest.mark.parametrize("url", ["redis+socket:///tmp/redis.sock", "sqla+mysql+pymysql://h/x", "mongodb+srv://h/x"])
def test_is_silent_about_a_plus_that_is_read(url: str) -> None:
    assert found("CK202", broker_url=url) == []
