from __future__ import annotations

import ssl

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from tests.rules.proofs.apps import client
from tests.servers.certificates import Certificates
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers


def connects(app: Celery) -> bool:
    with app.connection_for_write(transport_options={"max_retries": 0}) as connection:
        return bool(connection.default_channel.client.ping())


def test_who_does_not_look_believes_everybody(redis_tls_server: RedisServer, server_certificates: Certificates) -> None:
    url = redis_tls_server.fresh_tls_pair()[0]
    use = {"ssl_cert_reqs": ssl.CERT_NONE, "ssl_ca_certs": str(server_certificates.other_ca)}
    with client(url, broker_use_ssl=use) as app:
        assert connects(app)


def test_who_looks_does_not(redis_tls_server: RedisServer, server_certificates: Certificates) -> None:
    url = redis_tls_server.fresh_tls_pair()[0]
    use = {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_ca_certs": str(server_certificates.other_ca)}
    with client(url, broker_use_ssl=use) as app, pytest.raises(OperationalError, match="CERTIFICATE_VERIFY_FAILED"):
        connects(app)


def test_rabbitmqs_client_compares_a_name_only_where_one_is_given(
    rabbitmq_tls_server: RabbitServer, server_certificates: Certificates
) -> None:
    trust = {"ca_certs": str(server_certificates.ca)}
    with (
        client(rabbitmq_tls_server.tls_url(), broker_use_ssl=trust) as app,
        app.connection_for_write() as connection,
    ):
        connection.connect()
        assert connection.connection.transport.sock.context.check_hostname is False
    with (
        client(rabbitmq_tls_server.tls_url(), broker_use_ssl={**trust, "server_hostname": "other.example.net"}) as app,
        app.connection_for_write() as connection,
        pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"),
    ):
        connection.connect()
