"""TLS, said once, on real servers: who is connected to, and who is not."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError

from tests.brokers.shop import app_under, said, shop
from tests.servers.certificates import Certificates
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer
from tests.workers import running_worker

pytestmark = pytest.mark.servers

# An address of this machine under a name that no certificate has.
UNNAMED = "127.1"

Connect = Callable[[str, dict[str, object]], None]


def broker(url: str, intent: dict[str, object]) -> None:
    """Connects to a broker as a worker under a profile does."""
    profile, nowhere = (
        ("redis-redis", "rediss://localhost/1") if url.startswith("redis") else ("rabbitmq-rpc", "rpc://")
    )
    env = {"CELERY_BROKER_URL": url, "CELERY_RESULT_BACKEND": nowhere}
    with app_under(profile, env, intent).connection() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)


def results(url: str, intent: dict[str, object]) -> None:
    """Connects to a result store as a worker under a profile does."""
    backend = app_under("rabbitmq-redis", {"CELERY_RESULT_BACKEND": url}, intent).backend
    try:
        backend.client.ping()
    finally:
        backend.client.close()


@pytest.fixture(params=["redis", "results", "rabbitmq"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[Connect, str]]:
    """A way to connect, and the URL of a server that speaks TLS."""
    if request.param == "rabbitmq":
        yield broker, request.getfixturevalue("rabbitmq_server").tls_url()
    else:
        redis: RedisServer = request.getfixturevalue("redis_tls_server")
        yield (broker if request.param == "redis" else results), redis.fresh_tls_pair()[0]


def test_a_server_of_the_named_authority_is_connected_to(
    server: tuple[Connect, str], server_certificates: Certificates
) -> None:
    connect, url = server
    connect(url, {"tls_ca": str(server_certificates.ca)})
    connect(url.replace("127.0.0.1", "localhost"), {"tls_ca": str(server_certificates.ca)})


def test_a_plain_url_speaks_tls_too_where_that_is_said(
    server: tuple[Connect, str], server_certificates: Certificates
) -> None:
    connect, url = server
    plain = url.replace("rediss:", "redis:").replace("amqps:", "amqp:")
    connect(plain, {"tls": True, "tls_ca": str(server_certificates.ca)})


def test_a_stranger_is_refused(server: tuple[Connect, str], server_certificates: Certificates) -> None:
    connect, url = server
    with pytest.raises(Exception, match="certificate verify failed"):
        connect(url, {"tls_ca": str(server_certificates.other_ca)})


@pytest.mark.parametrize("intent", [{}, {"tls": True}])
def test_without_an_authority_only_those_that_the_system_trusts_are_connected_to(
    server: tuple[Connect, str], intent: dict[str, object]
) -> None:
    connect, url = server
    with pytest.raises(Exception, match="certificate verify failed"):
        connect(url, intent)


def test_a_server_under_another_name_is_refused(server: tuple[Connect, str], server_certificates: Certificates) -> None:
    connect, url = server
    with pytest.raises(Exception, match=r"certificate verify failed.*127\.1"):
        connect(url.replace("127.0.0.1", UNNAMED), {"tls_ca": str(server_certificates.ca)})


def test_the_name_is_looked_at_where_nobody_said_tls_but_the_url(
    rabbitmq_server: RabbitServer, server_certificates: Certificates
) -> None:
    url = rabbitmq_server.tls_url().replace("127.0.0.1", UNNAMED)
    made = app_under("rabbitmq-rpc", {"CELERY_BROKER_URL": url}, {})
    made.conf.broker_use_ssl["ca_certs"] = str(server_certificates.ca)
    with pytest.raises(ssl.SSLCertVerificationError, match=r"127\.1"), made.connection() as connection:
        connection.connect()


def test_a_server_that_wants_our_certificate_gets_it(
    redis_tls_server: RedisServer, server_certificates: Certificates
) -> None:
    import redis

    url = redis_tls_server.fresh_tls_pair()[0]
    ours = {
        "tls_ca": str(server_certificates.ca),
        "tls_certificate": str(server_certificates.client_certificate),
        "tls_key": str(server_certificates.client_key),
    }
    with redis.Redis(port=redis_tls_server.port) as client:
        client.config_set("tls-auth-clients", "yes")
        try:
            broker(url, dict(ours))
            results(url, dict(ours))
            # Told in words, or hung up on: by TLS 1.3 a client learns of it after its own handshake.
            with pytest.raises(OperationalError):
                broker(url, {"tls_ca": ours["tls_ca"]})
        finally:
            client.config_set("tls-auth-clients", "optional")


def test_a_worker_and_a_sender_meet_over_tls(
    tmp_path: Path, server_certificates: Certificates, rabbitmq_server: RabbitServer, redis_tls_server: RedisServer
) -> None:
    env = {"PROFILE": "rabbitmq-redis", "CELERYKIT_INTENT__TLS_CA": str(server_certificates.ca)}
    env |= {
        "CELERY_BROKER_URL": rabbitmq_server.tls_url(),
        "CELERY_RESULT_BACKEND": redis_tls_server.fresh_tls_pair()[0],
    }
    script = "from shop import add; print(add.delay(2, 3).get(timeout=30))"
    with running_worker("shop:app", cwd=shop(tmp_path), env=env):
        assert said(tmp_path, script, env) == 5
