from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import env, found, labels, only, unknown

REDIS, RABBIT = "rediss://cache.example.net:6380/0", "amqps://app@mq.example.net//"
NONE = Opaque("ssl.VerifyMode", "CERT_NONE")


def test_any_certificate_will_do() -> None:
    finding = only("CK709", broker_url=REDIS, broker_use_ssl={"ssl_cert_reqs": NONE})
    assert finding.message == (
        "ssl_cert_reqs in broker_use_ssl is none: the certificate of the broker is not looked at, "
        "and whoever gets in between reads all"
    )
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": f"{REDIS}?ssl_cert_reqs=none"},
        {"broker_url": f"{REDIS}?ssl_cert_reqs=CERT_NONE"},
        {"broker_url": "redis://cache.example.net?ssl_cert_reqs=none"},
        {"broker_url": f"{REDIS}?ssl_cert_reqs=required&ssl_check_hostname=false"},
        {"result_backend": f"{REDIS}?ssl_cert_reqs=none"},
        {"broker_url": RABBIT, "broker_use_ssl": {"cert_reqs": 0}},
        {"broker_url": unknown("URL"), "broker_use_ssl": {"ssl_cert_reqs": "none"}},
        {"broker_url": REDIS, "broker_use_ssl": {"ssl_cert_reqs": 2, "ssl_check_hostname": False}},
        {"result_backend": REDIS, "redis_backend_use_ssl": {"ssl_cert_reqs": NONE}},
    ],
)
def test_in_all_the_ways_to_say_it(words: dict[str, object]) -> None:
    assert only("CK709", **words).severity == "warning"


def test_one_finding_for_all_places() -> None:
    use = {"ssl_cert_reqs": NONE}
    finding = only("CK709", broker_url=REDIS, broker_use_ssl=use, redis_backend_use_ssl=use)
    assert labels(finding) == ["any certificate will do", "and here"]


def test_on_this_machine_it_is_noted() -> None:
    results = "redis://cache.example.net"  # no TLS at all is what another rule speaks of
    words = {
        "broker_url": "rediss://localhost:6380",
        "broker_use_ssl": {"ssl_cert_reqs": NONE},
        "result_backend": results,
    }
    assert only("CK709", **words).severity == "info"


def test_the_default_of_a_variable() -> None:
    url = env("BROKER", f"{REDIS}?ssl_cert_reqs=none")
    assert only("CK709", broker_url=url).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize("words", [{}, {"broker_use_ssl": True}, {"broker_use_ssl": {"ca_certs": "/ca.pem"}}])
def test_rabbitmqs_client_does_not_compare_names(words: dict[str, object]) -> None:
    finding = only("CK709", broker_url=RABBIT, **words)
    assert finding.severity == "info"
    assert "py-amqp does not compare the name in the broker's certificate with mq.example.net" in finding.message
    assert finding.fix == 'add "server_hostname": None to broker_use_ssl, which stands for the host of the URL'


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": f"{REDIS}?ssl_cert_reqs=required"},
        {"broker_url": REDIS},
        {"broker_url": REDIS, "broker_use_ssl": {"ssl_cert_reqs": "required", "ssl_check_hostname": True}},
        {"broker_url": REDIS, "broker_use_ssl": {"ssl_cert_reqs": unknown("REQS")}},
        {"broker_url": REDIS, "broker_use_ssl": unknown("SSL")},
        {"result_backend": "redis://plain.example.net?ssl_cert_reqs=none"},
        {"broker_url": RABBIT, "broker_use_ssl": {"server_hostname": None}},
        {"broker_url": RABBIT, "broker_use_ssl": {"context": {}}},
        {"broker_url": RABBIT, "broker_use_ssl": unknown("SSL")},
        {"broker_url": "amqps://mq//"},
        {"broker_url": "amqps://localhost//"},
        {"broker_url": "amqp://mq.example.net//"},
        {"broker_url": unknown("URL")},
    ],
)
def test_is_silent_where_it_is_looked_at_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK709", **words) == []
