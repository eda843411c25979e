from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Opaque
from celerykit.rules.tls import encrypted, verified
from celerykit.rules.urls import address
from tests.rules.build import known, project, unknown


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Opaque("ssl.VerifyMode", "CERT_NONE"), "none"),
        (Opaque("ssl.VerifyMode", "ssl.CERT_REQUIRED"), "required"),
        (Opaque("other.Thing", "CERT_NONE"), None),
        ("optional", "optional"),
        ("CERT_NONE", "none"),
        ("nothing", None),
        (0, "none"),
        (2, "required"),
        (False, None),
        (None, None),
        (unknown("REQS"), None),
    ],
)
def test_what_a_certificate_is_held_to(value: object, says: str | None) -> None:
    assert verified(known(value)) == says


@pytest.mark.parametrize(
    ("setting", "url", "words", "answer"),
    [
        ("broker_url", "rediss://h", {}, True),
        ("broker_url", "redis://h?ssl_cert_reqs=none", {}, True),
        ("broker_url", "redis://h", {}, False),
        ("broker_url", "redis://h", {"broker_use_ssl": {"ssl_cert_reqs": "none"}}, True),
        ("broker_url", "redis://h", {"broker_use_ssl": unknown("SSL")}, None),
        ("broker_url", "redis://h", {"broker_use_ssl": {"ssl_ca_certs": unknown("CA")}}, True),
        ("broker_url", "amqp://h", {"broker_use_ssl": True}, True),
        ("broker_url", "amqp://h", {"broker_transport_options": {"ssl": True}}, True),
        ("result_backend", "redis://h", {"broker_use_ssl": True}, False),
        ("result_backend", "redis://h", {"redis_backend_use_ssl": {"ssl_cert_reqs": "none"}}, True),
        ("result_backend", "mongodb://h", {"mongodb_backend_settings": {"tls": True}}, True),
        ("result_backend", "mongodb://h", {}, False),
    ],
)
def test_whether_an_address_is_spoken_to_by_tls(
    setting: str, url: str, words: dict[str, Any], answer: bool | None
) -> None:
    found = address(url)
    assert found is not None
    assert encrypted(project(**words), setting, found) is answer
