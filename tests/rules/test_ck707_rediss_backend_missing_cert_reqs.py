from __future__ import annotations

import pytest

from celerykit.project import Opaque
from tests.rules.build import env, found, labels, only, unknown

URL = "rediss://cache.example.net:6380/1"


def test_not_a_word_on_certificates() -> None:
    finding = only("CK707", result_backend=URL)
    assert finding.message == (
        "result_backend is rediss:// and says no ssl_cert_reqs: the first use of results raises ValueError"
    )
    assert finding.fix == 'redis_backend_use_ssl = {"ssl_cert_reqs": "required"}'
    assert finding.severity == "error"
    assert labels(finding) == ["not accepted so"]


def test_what_is_said_for_the_broker_does_not_count() -> None:
    finding = only("CK707", result_backend=URL, broker_use_ssl={"ssl_cert_reqs": "required"})
    assert labels(finding) == ["not accepted so", "this is the broker's alone"]


@pytest.mark.parametrize("use", [None, False, True, {}, {"ssl_ca_certs": "/ca.pem"}])
def test_a_setting_that_does_not_say_it(use: object) -> None:
    assert only("CK707", result_backend=URL, redis_backend_use_ssl=use)


@pytest.mark.parametrize("reqs", [None, "yes", True])
def test_a_setting_that_says_something_else(reqs: object) -> None:
    finding = only("CK707", result_backend=URL, redis_backend_use_ssl={"ssl_cert_reqs": reqs})
    assert finding.message.startswith("ssl_cert_reqs in redis_backend_use_ssl is none of required, optional and none")


def test_a_url_that_says_something_else() -> None:
    assert "is none of required" in only("CK707", result_backend=f"{URL}?ssl_cert_reqs=yes").message


def test_tls_asked_for_of_a_url_that_is_none() -> None:
    finding = only("CK707", result_backend="redis://plain.example.net:6379/0?ssl_cert_reqs=none")
    assert finding.message == (
        "result_backend has ssl_cert_reqs, but redis:// is no TLS: the first use of results raises ValueError"
    )
    assert finding.fix == "begin the URL with rediss://"


def test_the_default_of_a_variable() -> None:
    assert only("CK707", result_backend=env("RESULTS", URL)).message.endswith(", unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": f"{URL}?ssl_cert_reqs=required"},
        {"result_backend": f"{URL}?ssl_cert_reqs=CERT_NONE"},
        {"result_backend": URL, "redis_backend_use_ssl": {"ssl_cert_reqs": "required"}},
        {"result_backend": URL, "redis_backend_use_ssl": {"ssl_cert_reqs": 2}},
        {"result_backend": URL, "redis_backend_use_ssl": {"ssl_cert_reqs": Opaque("ssl.VerifyMode", "CERT_NONE")}},
        {"result_backend": URL, "redis_backend_use_ssl": {"ssl_cert_reqs": unknown("REQS")}},
        {"result_backend": URL, "redis_backend_use_ssl": unknown("SSL")},
        {"result_backend": URL, "complete": False},
        {"result_backend": "redis://cache/1"},
        {"result_backend": "redis://cache/1", "redis_backend_use_ssl": {"ssl_cert_reqs": "required"}},
        {"result_backend": "redis://cache/1?socket_timeout=5"},
        {"broker_url": URL},
        {"broker_url": "redis://cache/0?ssl_cert_reqs=required"},
        {"result_backend": "rediss://:p[w@cache/1"},
        {"result_backend": unknown("URL")},
        {"result_backend": None},
    ],
)
def test_is_silent_where_it_is_said_or_may_be(words: dict[str, object]) -> None:
    assert found("CK707", **words) == []
