from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown


@pytest.mark.parametrize("scheme", ["amqp", "amqps", "pyamqp"])
def test_one_slash_too_many(scheme: str) -> None:
    finding = only("CK209", broker_url=f"{scheme}://mq:5672//billing")
    assert finding.message == "the virtual host in broker_url is /billing, slash and all, not billing"
    assert finding.fix == "let the URL in broker_url end in /billing"
    assert finding.severity == "warning"


def test_a_slash_that_is_written_on_purpose_is_noted() -> None:
    assert only("CK209", broker_url="amqp://mq/%2Fbilling").severity == "info"


def test_the_default_of_a_variable() -> None:
    assert only("CK209", broker_url=env("BROKER", "amqp://mq//x")).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "url",
    [
        "amqp://mq",
        "amqp://mq/",
        "amqp://mq//",
        "amqp://mq/%2F",
        "amqp://mq/billing",
        "amqp://mq//?heartbeat=10",
        "redis://cache//1",
        "sqla+sqlite:////tmp/queue.db",
        unknown("URL"),
        None,
    ],
)
def test_is_silent_about_what_is_meant(url: object) -> None:
    assert found("CK209", broker_url=url) == []


def test_is_silent_about_results() -> None:
    assert found("CK209", broker_url="amqp://mq/x", result_backend="rpc://") == []
