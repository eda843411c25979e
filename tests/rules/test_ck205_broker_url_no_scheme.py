from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown


def test_says_what_kombu_takes_it_for() -> None:
    finding = only("CK205", broker_url="localhost:6379")
    assert finding.message == 'broker_url has no scheme: kombu takes "localhost:6379" for the name of a RabbitMQ host'
    assert finding.fix == 'broker_url = "redis://localhost:6379"'
    assert finding.severity == "error"
    assert labels(finding) == ["no scheme here"]


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("mq:5672/shop", 'broker_url = "amqp://mq:5672/shop"'),
        ("s1:26379", 'broker_url = "sentinel://s1:26379"'),
        ("redis", 'broker_url = "redis://localhost"'),
        ("sqs", 'broker_url = "sqs://"'),
        ("redis:/cache", "begin with the transport"),
        ("redis//cache", "begin with the transport"),
        ("cache:1234", "begin with the transport"),
    ],
)
def test_offers_what_was_meant_where_that_is_plain(text: str, fix: str) -> None:
    assert only("CK205", broker_url=text).fix.startswith(fix)


def test_the_text_of_a_list() -> None:
    finding = only("CK205", broker_url="['amqp://a', 'amqp://b']")
    assert finding.message == "broker_url is the text of a list, which kombu takes for one URL"
    assert finding.fix == "write the list itself, not its text: [first, second]"
    assert found("CK202", broker_url="['amqp://a', 'amqp://b']") == []


def test_the_default_of_a_variable() -> None:
    assert only("CK205", broker_url=env("BROKER", "cache:6379")).message.endswith(", unless BROKER is set")


def test_never_shows_a_password() -> None:
    finding = only("CK205", broker_url="app:s3cr3t@mq:5672/shop")
    assert "s3cr3t" not in repr(finding)
    assert '"***@mq:5672/shop"' in finding.message


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "redis://localhost:6379"},
        {"broker_url": "rabbitmq"},
        {"broker_url": "mq.example.net"},
        {"broker_url": "amqp"},
        {"broker_url": ""},
        {"broker_url": None},
        {"broker_url": ["amqp://a", "amqp://b"]},
        {"broker_url": "amqp://a;amqp://b"},
        {"broker_url": unknown("URL")},
        {"broker_url": "localhost:6379", "broker_transport": "redis"},
        {"broker_write_url": "redis://localhost"},
    ],
)
def test_is_silent_about_urls_and_hosts(words: dict[str, object]) -> None:
    assert found("CK205", **words) == []
