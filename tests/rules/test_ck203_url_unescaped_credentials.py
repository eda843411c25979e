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


@pytest.mark.parametrize("setting", ["broker_url", "result_backend"])
def test_a_word_that_redis_takes_for_a_user(setting: str) -> None:
    finding = only("CK203", **{setting: "redis://s3cr3t@cache:6379/0"})
    assert finding.message == (
        f"{setting} has one word before the @: Redis takes it for a user without a password, and refuses it (WRONGPASS)"
    )
    assert finding.fix == "let a colon stand before the password: redis://:password@host"
    assert "s3cr3t" not in repr(finding)


@pytest.mark.parametrize(
    "url",
    [
        "redis://:secret@cache",
        "redis://app:secret@cache",
        "redis://default@cache",
        "redis://app@cache?credential_provider=a.B",
        "amqp://app@mq//",
        "redis://cache",
    ],
)
def test_is_silent_about_users_with_passwords(url: str) -> None:
    assert found("CK203", broker_url=url) == []


@pytest.mark.parametrize("password", ["secret", unknown("PASSWORD")])
def test_is_silent_where_the_password_stands_beside(password: object) -> None:
    assert found("CK203", broker_url="redis://app@cache", broker_password=password) == []


@pytest.mark.parametrize("sign", ["/", "#", "?"])
def test_a_password_that_begins_as_a_port_does(sign: str) -> None:
    finding = only("CK203", broker_url=f"amqp://app:12{sign}s3cr3t@mq//")
    assert finding.message.endswith("(one of / ? # [ ] ;): it names another host")
    assert "s3cr3t" not in repr(finding)


@pytest.mark.parametrize("url", ["redis://cache:6379/0?client=a@b", "amqp://mq/vhost@home"])
def test_is_silent_about_an_at_that_ends_no_password(url: str) -> None:
    assert found("CK203", broker_url=url) == []
