from __future__ import annotations

import pytest
from kombu.utils.url import parse_url

from tests.rules.build import env, found, only, unknown

BROKEN = [
    "amqps://shop:Zm9/YmFy@mq.example.net:5671/prod",
    "redis://:p#w@cache:6379/0",
    "redis://:p?w@cache:6379/0",
    "redis://:p[w]@cache.example.net:6379/0",
    "redis://:p]w@cache.example.net:6379/0",
]


@pytest.mark.parametrize("url", BROKEN)
def test_a_password_that_ends_too_early(url: str) -> None:
    finding = only("CK203", broker_url=url)
    assert "ValueError" in finding.message
    assert url not in repr(finding)
    with pytest.raises(ValueError, match=r"Port could not be cast|IPv6"):
        parse_url(url)


def test_a_semicolon_divides_a_broker_url() -> None:
    assert "another broker" in only("CK203", broker_url="amqp://shop:p;w@mq//").message


def test_judges_the_result_backend_too() -> None:
    assert only("CK203", result_backend="redis://:p/w@cache:6379/0").message.startswith(
        "the password in result_backend"
    )


def test_judges_the_default_of_a_variable() -> None:
    assert only("CK203", broker_url=env("URL", BROKEN[0])).message.endswith("unless URL is set")


@pytest.mark.parametrize(
    "url",
    [
        "amqps://shop:Zm9%2FYmFy@mq.example.net:5671/prod",
        "redis://:p@w+d!@cache:6379/0",
        "redis://localhost:6379/0",
        "redis://[::1]:6379/0",
        "amqp://guest:guest@localhost//",
        "amqp://a:b@one//;amqp://a:b@two//",
        "sentinel://s1:26379;sentinel://s2:26379",
        "sqla+sqlite:////srv/me@home/tasks.db",
        "filesystem://",
        "sqs://",
        "",
        None,
        unknown("URL"),
    ],
)
def test_is_silent_about_urls_that_are_read_as_meant(url: object) -> None:
    assert found("CK203", broker_url=url) == []


def test_is_silent_about_a_semicolon_in_a_result_backend() -> None:
    assert found("CK203", result_backend="redis://:p;w@cache:6379/0") == []
