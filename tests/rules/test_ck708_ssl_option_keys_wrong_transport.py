from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, unknown

REDIS, RABBIT = "rediss://cache.example.net:6380/0", "amqps://mq.example.net//"


def test_rabbitmqs_names_for_redis() -> None:
    use = {"ca_certs": "/ca.pem", "certfile": "/c.pem", "keyfile": "/k.pem"}
    finding = only("CK708", broker_url=REDIS, broker_use_ssl=use)
    assert finding.message == (
        "ca_certs in broker_use_ssl is no option of Redis: connecting raises TypeError (unexpected keyword argument)"
    )
    assert finding.fix == "write ssl_ca_certs for ca_certs, ssl_certfile for certfile, ssl_keyfile for keyfile"
    assert finding.severity == "error"
    assert labels(finding) == ["no option of Redis", "nor is this", "nor is this", "the transport in force"]


def test_rediss_names_for_rabbitmq() -> None:
    use = {"ssl_cert_reqs": 2, "ssl_check_hostname": True, "ssl_password": "x"}
    finding = only("CK708", broker_url=RABBIT, broker_use_ssl=use)
    assert "is no option of RabbitMQ" in finding.message
    assert finding.fix == ("write cert_reqs for ssl_cert_reqs, server_hostname for ssl_check_hostname, no ssl_password")


def test_results() -> None:
    finding = only("CK708", result_backend=REDIS, redis_backend_use_ssl={"cert_reqs": 2})
    assert finding.message.startswith("cert_reqs in redis_backend_use_ssl is no option of Redis")


def test_a_value_that_is_unknown_has_a_name_all_the_same() -> None:
    assert only("CK708", broker_url=REDIS, broker_use_ssl={"ca_certs": unknown("CA")})


@pytest.mark.parametrize(
    "words",
    [
        {"broker_url": REDIS, "broker_use_ssl": {"ssl_ca_certs": "/ca.pem", "ssl_cert_reqs": "required"}},
        {"broker_url": RABBIT, "broker_use_ssl": {"ca_certs": "/ca.pem", "server_hostname": None}},
        {"broker_url": REDIS, "broker_use_ssl": True},
        {"broker_url": REDIS, "broker_use_ssl": unknown("SSL")},
        {"broker_url": f"{REDIS}?ssl_cert_reqs=required", "broker_use_ssl": {"ca_certs": "/ca.pem"}},
        {"broker_url": env("BROKER", REDIS), "broker_use_ssl": {"ca_certs": "/ca.pem"}},
        {"broker_url": unknown("URL"), "broker_use_ssl": {"ca_certs": "/ca.pem"}},
        {"broker_url": "kafka://h", "broker_use_ssl": {"ca_certs": "/ca.pem"}},
        {"broker_url": RABBIT, "result_backend": "rpc://", "redis_backend_use_ssl": {"cert_reqs": 2}},
        {"broker_url": REDIS, "broker_use_ssl": {"own_word": 1}},
    ],
)
def test_is_silent_about_the_right_names_and_unknown_ones(words: dict[str, object]) -> None:
    assert found("CK708", **words) == []
