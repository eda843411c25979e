from __future__ import annotations

import pytest

from tests.rules.build import env, found, only, unknown

FAR = "rediss://cache.example.net:6380/0?ssl_cert_reqs=required"


def test_open_to_everybody() -> None:
    finding = only("CK712", broker_url="redis://8.8.8.8:6379/0")
    assert finding.message == "broker_url leads to 8.8.8.8 without a password: everybody can have any task run"
    assert finding.severity == "warning"


def test_a_name_may_be_reached_by_few_and_is_noted() -> None:
    finding = only("CK712", broker_url=FAR)
    assert "whoever the network lets in can have any task run" in finding.message
    assert finding.severity == "info"


def test_the_default_of_a_variable() -> None:
    assert only("CK712", broker_url=env("BROKER", FAR)).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "redis://:secret@8.8.8.8"},
        {"broker_url": "redis://app:secret@cache.example.net"},
        {"broker_url": "redis://secret@cache.example.net"},
        {"broker_url": "redis://localhost"},
        {"broker_url": "redis://redis:6379/0"},
        {"broker_url": "redis://10.0.0.7"},
        {"broker_url": "redis+socket:///tmp/redis.sock"},
        {"broker_url": "redis://jobs.abc.euw1.cache.amazonaws.com"},
        {"broker_url": f"{FAR}&credential_provider=a.B"},
        {"broker_url": f"{FAR}&ssl_certfile=/c.pem"},
        {"broker_url": FAR, "broker_use_ssl": {"ssl_certfile": "/c.pem"}},
        {"broker_url": FAR, "broker_use_ssl": unknown("SSL")},
        {"broker_url": FAR, "broker_password": "secret"},
        {"broker_url": FAR, "broker_password": unknown("PASSWORD")},
        {"broker_url": FAR, "tests": True},
        {"broker_url": "amqp://8.8.8.8"},
        {"broker_url": "redis://localhost", "result_backend": "redis://8.8.8.8"},
        {"broker_url": unknown("URL")},
    ],
)
def test_is_silent_about_passwords_and_private_networks(words: dict[str, object]) -> None:
    assert found("CK712", **words) == []
