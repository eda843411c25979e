from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from celerykit.findings import Finding
from tests.live.build import found
from tests.servers.certificates import Certificates, certificates
from tests.servers.postgres import PostgresServer, postgres_running
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers


def both(server: RedisServer) -> list[Finding]:
    url = server.tls_url(0) + "?ssl_cert_reqs=none"
    return found("CK905", broker_url=url, result_backend=url)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=5, hours=1), "its certificate expires in 5 d (signed by trustme v"),
        (timedelta(hours=5), "its certificate expires within a day (signed by trustme v"),
        (-timedelta(days=1), "its certificate has expired, and this client does not look (signed by trustme v"),
    ],
)
def test_warns_of_a_certificate_that_ends_soon(tmp_path: Path, left: timedelta, words: str) -> None:
    with redis_running(tls=certificates(tmp_path, until=datetime.now(UTC) + left)) as server:
        broker, results = both(server)

    assert broker.severity == "warning"
    assert broker.message.startswith(words)
    assert results.message.startswith(words)


def test_warns_of_that_of_a_database(tmp_path: Path) -> None:
    made = certificates(tmp_path, until=datetime.now(UTC) + timedelta(days=3, hours=1))
    with postgres_running(tls=made) as server:
        url = f"db+{server.fresh()}?sslmode=verify-full&sslrootcert={made.ca}"

        (finding,) = found("CK905", broker_url="memory://", result_backend=url)

    assert finding.message.startswith("its certificate expires in 3 d (signed by")


def test_is_silent_where_there_is_time(redis_tls_server: RedisServer) -> None:
    assert both(redis_tls_server) == []


def test_is_silent_of_rabbitmq_and_postgresql_with_time(
    rabbitmq_tls_server: RabbitServer, postgres_server: PostgresServer, server_certificates: Certificates
) -> None:
    options = {"ca_certs": str(server_certificates.ca), "cert_reqs": ssl.CERT_REQUIRED}
    url = f"db+{postgres_server.fresh()}?sslmode=require"

    assert found("CK905", broker_url=rabbitmq_tls_server.tls_url(), broker_use_ssl=options, result_backend=url) == []


def test_is_silent_where_nothing_is_encrypted(redis_url: str, postgres_url: str) -> None:
    assert found("CK905", broker_url=redis_url, result_backend=f"db+{postgres_url}") == []
