from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown


def test_a_name_for_a_database() -> None:
    finding = only("CK208", broker_url="redis://cache:6379/shop")
    assert finding.message == (
        'the database in broker_url is "shop", and Redis has numbers only: '
        "connecting raises ValueError (Database is int between 0 and limit - 1)"
    )
    assert finding.fix == "let the URL in broker_url end in a number: /0"
    assert finding.severity == "error"


def test_a_name_for_the_database_of_results() -> None:
    finding = only("CK208", result_backend="rediss://cache:6380/shop")
    assert "app.backend raises ValueError (invalid literal for int(): shop)" in finding.message


def test_a_slash_behind_the_number_of_a_broker() -> None:
    assert only("CK208", broker_url="redis://cache/1/").fix == "let the URL in broker_url end in /1"


def test_the_default_of_a_variable() -> None:
    assert only("CK208", broker_url=env("BROKER", "redis://h/x")).message.endswith(", unless BROKER is set")


def test_sentinels() -> None:
    assert only("CK208", broker_url="sentinel://s1:26379/main;sentinel://s2:26379/0")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "redis://h/0"},
        {"broker_url": "redis://h/"},
        {"broker_url": "redis://h"},
        {"broker_url": "redis://h//"},
        {"broker_url": "redis://h//1"},
        {"broker_url": "redis://h/12"},
        {"broker_url": "redis+socket:///tmp/redis.sock"},
        {"broker_url": "amqp://h/shop"},
        {"broker_url": "mongodb://h/shop"},
        {"broker_url": "redis://h/{db}"},
        {"broker_url": "redis://h/$DB"},
        {"broker_url": "redis://:p[w@h/x"},
        {"broker_url": unknown("URL")},
        {"result_backend": "redis://h/1/"},
        {"result_backend": "socket:///tmp/redis.sock"},
        {"result_backend": "db+postgresql://h/shop"},
    ],
)
def test_is_silent_about_numbers_and_other_stores(words: dict[str, object]) -> None:
    assert found("CK208", **words) == []
