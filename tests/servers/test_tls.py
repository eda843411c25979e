"""The servers that speak TLS: whom they and their clients believe."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest
import redis
from kombu import Connection

from tests.servers.certificates import Certificates
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers


def believes(ca: Path) -> dict[str, Any]:
    return {"ssl_ca_certs": str(ca), "ssl_cert_reqs": "required"}


def test_redis_by_tls_is_the_same_server(redis_tls_server: RedisServer, server_certificates: Certificates) -> None:
    url, other = redis_tls_server.fresh_tls_pair()
    assert url != other
    number = int(url.rpartition("/")[2])
    with redis.Redis.from_url(url, **believes(server_certificates.ca)) as client:
        client.set("name", "by tls")
    with redis.Redis.from_url(redis_tls_server.url(number)) as client:
        assert client.get("name") == b"by tls"


def test_redis_is_refused_by_a_client_that_believes_a_stranger(
    redis_tls_server: RedisServer, server_certificates: Certificates
) -> None:
    with (
        redis.Redis.from_url(redis_tls_server.tls_url(0), **believes(server_certificates.other_ca)) as client,
        pytest.raises(redis.ConnectionError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        client.ping()


def test_redis_can_insist_on_a_client_certificate(server_certificates: Certificates) -> None:
    trust = believes(server_certificates.ca)
    pair = {
        "ssl_certfile": str(server_certificates.client_certificate),
        "ssl_keyfile": str(server_certificates.client_key),
    }
    with redis_running(tls=server_certificates) as server:
        with redis.Redis.from_url(server.url(0)) as plain:
            plain.config_set("tls-auth-clients", "yes")
        with redis.Redis.from_url(server.tls_url(0), **trust, **pair) as known:
            assert known.ping()
        with redis.Redis.from_url(server.tls_url(0), **trust) as unknown, pytest.raises(redis.ConnectionError):
            unknown.ping()


def test_rabbitmq_by_tls_takes_a_message(rabbitmq_tls_server: RabbitServer, server_certificates: Certificates) -> None:
    trust = {"ca_certs": str(server_certificates.ca), "cert_reqs": ssl.CERT_REQUIRED}
    with Connection(rabbitmq_tls_server.tls_url(), ssl=trust) as connection:
        queue = connection.SimpleQueue("letters")
        queue.put("hello")
        assert queue.get(timeout=10).payload == "hello"
        queue.close()


def test_rabbitmq_is_refused_by_a_client_that_believes_a_stranger(
    rabbitmq_tls_server: RabbitServer, server_certificates: Certificates
) -> None:
    trust = {"ca_certs": str(server_certificates.other_ca), "cert_reqs": ssl.CERT_REQUIRED}
    connection = Connection(rabbitmq_tls_server.tls_url(), ssl=trust)
    with pytest.raises(ssl.SSLCertVerificationError, match="CERTIFICATE_VERIFY_FAILED"):
        connection.connect()
