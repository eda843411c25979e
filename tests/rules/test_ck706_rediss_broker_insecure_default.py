from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown

URL = "rediss://cache.example.net:6380/0"


def test_any_certificate_will_do() -> None:
    finding = only("CK706", broker_url=URL)
    assert finding.message == "broker_url is rediss:// without a word on certificates: kombu accepts any (CERT_NONE)"
    assert finding.fix == 'broker_use_ssl = {"ssl_cert_reqs": "required", "ssl_check_hostname": True}'
    assert finding.severity == "warning"
    assert labels(finding) == ["any certificate will do"]


def test_on_this_machine_it_is_noted() -> None:
    assert only("CK706", broker_url="rediss://localhost:6380").severity == "info"


def test_the_default_of_a_variable() -> None:
    assert only("CK706", broker_url=env("BROKER", URL)).message.endswith(", unless BROKER is set")


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": f"{URL}?ssl_cert_reqs=required"},
        {"broker_url": f"{URL}?ssl_ca_certs=/ca.pem"},
        {"broker_url": f"{URL}?ssl=true"},
        {"broker_url": URL, "broker_use_ssl": {"ssl_cert_reqs": "none"}},
        {"broker_url": URL, "broker_use_ssl": True},
        {"broker_url": URL, "broker_use_ssl": unknown("SSL")},
        {"broker_url": URL, "broker_use_ssl": {"ssl_ca_certs": unknown("CA")}},
        {"broker_url": "redis://cache.example.net"},
        {"broker_url": "amqps://mq.example.net"},
        {"broker_url": unknown("URL")},
        {"broker_url": "amqp://mq", "result_backend": URL},
        {"broker_url": URL, "complete": False},
    ],
)
def test_is_silent_where_something_is_said(words: dict[str, object]) -> None:
    assert found("CK706", **words) == []
