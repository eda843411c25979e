from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown

FAR = "rediss://managed.example.net:6380/0?ssl_cert_reqs=required"


def test_no_timeout_on_purpose() -> None:
    finding = only("CK219", broker_url=FAR, broker_transport_options={"socket_timeout": None})
    assert finding.message.startswith("an answer of the Redis at managed.example.net is waited for without end")
    assert finding.fix == 'broker_transport_options = {"socket_timeout": 30, "socket_keepalive": True}'
    assert finding.severity == "warning"
    assert labels(finding) == ["waits for ever", "on another machine"]


@pytest.mark.parametrize(
    "url",
    [
        FAR,
        "redis://managed.example.net",
        "redis://8.8.8.8",
        "redis://a.b.euw1.cache.amazonaws.com",
        "rediss://cache",
        "sentinel://s.io",
    ],
)
def test_a_default_that_nobody_wrote_is_noted(url: str) -> None:
    finding = only("CK219", broker_url=url)
    assert finding.severity == "info"
    assert labels(finding) == ["not on this machine, and waited for without end"]


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("redis://localhost", {}),
        ("redis://localhost", {"socket_timeout": None}),
        ("redis://redis:6379/0", {}),
        ("redis://10.0.0.1", {}),
        ("redis://redis.shop.svc.cluster.local", {}),
        ("redis+socket:///tmp/redis.sock", {}),
        (env("BROKER", "redis://managed.example.net"), {}),
        (unknown("URL"), {"socket_timeout": None}),
        ("amqp://mq.example.net", {}),
        (FAR, {"socket_timeout": 5}),
        (FAR, {"socket_timeout": unknown("SECONDS")}),
        (FAR, {"socket_keepalive": True}),
        (FAR, {"socket_timeout": None, "socket_keepalive": True}),
        (FAR, unknown("OPTIONS")),
    ],
)
def test_is_silent_about_local_ones_and_timeouts(url: object, options: object) -> None:
    assert found("CK219", broker_url=url, broker_transport_options=options) == []
