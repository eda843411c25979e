from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown

FAR = "redis://managed.example.net:6380/0"


def test_on_the_way_all_can_read() -> None:
    finding = only("CK710", broker_url=FAR)
    assert finding.message == (
        "broker_url leads to managed.example.net without TLS: passwords and tasks go there for all to read"
    )
    assert finding.fix == "begin the URL with rediss://, and let it end in ?ssl_cert_reqs=required"
    assert finding.severity == "warning"
    assert labels(finding) == ["no TLS"]


@pytest.mark.parametrize(
    ("words", "fix"),
    [
        ({"broker_url": "amqp://app@mq.example.net//"}, "begin the URL with amqps://"),
        ({"broker_url": "sentinel://s1.example.net"}, "broker_use_ssl = {"),
        ({"result_backend": "mongodb://db.example.net/x"}, "add ?tls=true to the URL"),
        ({"broker_url": "redis://8.8.8.8"}, "begin the URL with rediss://"),
        ({"result_backend": FAR, "broker_use_ssl": {"ssl_cert_reqs": "none"}}, "begin the URL with rediss://"),
    ],
)
def test_others(words: dict[str, object], fix: str) -> None:
    assert only("CK710", **words).fix.startswith(fix)


def test_one_finding_a_host() -> None:
    finding = only("CK710", broker_url=FAR, result_backend="redis://managed.example.net:6380/1")
    assert labels(finding) == ["no TLS", "nor here"]


def test_the_default_of_a_variable() -> None:
    assert only("CK710", broker_url=env("BROKER", FAR)).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": "rediss://managed.example.net:6380/0"},
        {"broker_url": "amqps://mq.example.net//"},
        {"broker_url": "redis://managed.example.net/0?ssl_cert_reqs=required"},
        {"broker_url": FAR, "broker_use_ssl": {"ssl_cert_reqs": "required"}},
        {"broker_url": FAR, "broker_use_ssl": unknown("SSL")},
        {"broker_url": env("BROKER", "redis://change-me.invalid:6379/1")},
        {"broker_url": FAR, "broker_use_ssl": True},
        {"result_backend": FAR, "redis_backend_use_ssl": {"ssl_cert_reqs": "required"}},
        {"result_backend": "redis://managed.example.net?ssl_cert_reqs=none"},
        {"result_backend": "mongodb+srv://db.example.net/x"},
        {"result_backend": "mongodb://db.example.net/x?tls=true"},
        {"result_backend": "db+postgresql://db.example.net/x"},
        {"broker_url": "redis://localhost"},
        {"broker_url": "redis://redis:6379/0"},
        {"broker_url": "amqp://rabbitmq//"},
        {"broker_url": "redis://10.0.0.7"},
        {"broker_url": "redis://jobs.abc.euw1.cache.amazonaws.com"},
        {"broker_url": "redis://redis.shop.svc.cluster.local"},
        {"broker_url": "redis+socket:///tmp/redis.sock"},
        {"broker_url": "redis://:p[w@cache.example.net"},
        {"broker_url": "sqs://"},
        {"broker_url": unknown("URL")},
    ],
)
def test_is_silent_about_tls_and_private_networks(words: dict[str, object]) -> None:
    assert found("CK710", **words) == []
