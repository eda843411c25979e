from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import env, found, labels, only, unknown

URL = "rediss://cache.example.net:6380/0"


def test_true_is_no_dictionary() -> None:
    finding = only("CK705", broker_url=URL, broker_use_ssl=True)
    assert finding.message == (
        "broker_use_ssl is True, where the Redis transport wants a dictionary: it speaks plain text, even to rediss://"
    )
    assert finding.fix == 'broker_use_ssl = {"ssl_cert_reqs": "required", "ssl_check_hostname": True}'
    assert finding.severity == "error"
    assert labels(finding) == ["no dictionary", "the broker is a Redis"]


@pytest.mark.parametrize("value", [1, Opaque("ssl.SSLContext", "ssl.create_default_context()")])
def test_other_things_that_are_none(value: object) -> None:
    assert "speaks plain text" in only("CK705", broker_url="redis://cache", broker_use_ssl=value).message


def test_a_text_raises() -> None:
    assert only("CK705", broker_url=URL, broker_use_ssl="true").message == (
        "broker_use_ssl is a text, where the Redis transport wants a dictionary: connecting raises ValueError"
    )


def test_so_does_one_in_the_url() -> None:
    assert only("CK705", broker_url=f"{URL}?ssl=true").message.startswith("ssl in broker_url is a text")


def test_the_default_of_a_variable() -> None:
    assert only("CK705", broker_url=env("BROKER", URL), broker_use_ssl=True).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": URL},
        {"broker_url": URL, "broker_use_ssl": {"ssl_cert_reqs": "required"}},
        {"broker_url": URL, "broker_use_ssl": False},
        {"broker_url": URL, "broker_use_ssl": None},
        {"broker_url": URL, "broker_use_ssl": unknown("SSL")},
        {"broker_url": URL, "broker_use_ssl": Opaque("collections.OrderedDict", "OPTIONS")},
        {"broker_url": f"{URL}?ssl_cert_reqs=required", "broker_use_ssl": True},
        {"broker_url": "amqps://mq", "broker_use_ssl": True},
        {"broker_url": "amqps://mq?ssl=true"},
        {"broker_url": unknown("URL"), "broker_use_ssl": True},
    ],
)
def test_is_silent_about_dictionaries_and_other_brokers(words: dict[str, object]) -> None:
    assert found("CK705", **words) == []
