from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from celerykit.project import Opaque
from tests.live.build import found
from tests.rules.build import unknown
from tests.servers.certificates import Certificates, certificates
from tests.servers.postgres import PostgresServer
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def server(server_certificates: Certificates) -> Iterator[RedisServer]:
    """A Redis of its own: its certificates are changed here."""
    with redis_running(tls=server_certificates) as running:
        yield running


@contextmanager
def configured(server: RedisServer, **settings: str) -> Iterator[None]:
    """The Redis with other settings of TLS, as long as the block lasts."""
    with redis.Redis(port=server.port, decode_responses=True) as client:
        names = [name.replace("_", "-") for name in settings]
        before = {name: client.config_get(name)[name] for name in names}
        client.config_set(*(word for pair in zip(names, settings.values(), strict=True) for word in pair))
        try:
            yield
        finally:
            client.config_set(*(word for pair in before.items() for word in pair))


def shown(made: Certificates) -> dict[str, str]:
    return {"tls_cert_file": str(made.server_certificate), "tls_key_file": str(made.server_key)}


def trusting(made: Certificates) -> dict[str, Any]:
    return {"ssl_ca_certs": str(made.ca), "ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}


def both(url: str, options: dict[str, Any] | None = None) -> list[Finding]:
    """What is found of a Redis that is the broker and the store."""
    settings = {"broker_use_ssl": options, "redis_backend_use_ssl": options} if options else {}
    return found("CK902", broker_url=url, result_backend=url, limit=1, **settings)


def test_is_silent_where_the_certificate_is_trusted(server: RedisServer, server_certificates: Certificates) -> None:
    assert both(server.tls_url(0), trusting(server_certificates)) == []


def test_is_silent_where_certificates_are_not_looked_at(server: RedisServer) -> None:
    assert both(server.tls_url(0) + "?ssl_cert_reqs=none") == []


def test_finds_an_authority_that_is_not_trusted(server: RedisServer, server_certificates: Certificates) -> None:
    options = trusting(server_certificates) | {"ssl_ca_certs": str(server_certificates.other_ca)}

    broker, results = both(server.tls_url(0), options)

    words = "its certificate is signed by nobody whom the client trusts (signed by trustme v"
    assert broker.message.startswith(words)
    assert results.message.startswith(words)
    assert broker.message.endswith("valid until 3000-01-01 00:00 UTC)")
    assert "broker_use_ssl" in broker.fix
    assert "redis_backend_use_ssl" in results.fix


def test_finds_a_certificate_that_has_expired(server: RedisServer, tmp_path: Path) -> None:
    made = certificates(tmp_path, until=datetime.now(UTC) - timedelta(hours=1))

    with configured(server, **shown(made)):
        messages = [finding.message for finding in both(server.tls_url(0), trusting(made))]

    assert len(messages) == 2
    assert all(message.startswith("its certificate has expired (signed by trustme") for message in messages)


def test_finds_a_certificate_for_another_name(server: RedisServer, tmp_path: Path) -> None:
    made = certificates(tmp_path, names=["cache.example.com"])

    with configured(server, **shown(made)):
        messages = [finding.message for finding in both(server.tls_url(0), trusting(made))]

    assert len(messages) == 2
    assert all(
        message.startswith("its certificate is for another name than 127.0.0.1 (signed by") for message in messages
    )


def test_finds_that_the_server_wants_a_certificate(server: RedisServer, server_certificates: Certificates) -> None:
    options = trusting(server_certificates)
    with configured(server, tls_auth_clients="yes"):
        broker, results = both(server.tls_url(0), options)
        own = {
            "ssl_certfile": str(server_certificates.client_certificate),
            "ssl_keyfile": str(server_certificates.client_key),
        }
        assert both(server.tls_url(0), options | own) == []

    assert broker.message == results.message == "it asks for a certificate of the client, and gets none"
    assert broker.fix == "name the client's certificate and its key in broker_use_ssl"


def test_finds_tls_where_the_server_speaks_none(server: RedisServer) -> None:
    url = server.url(0).replace("redis:", "rediss:") + "?ssl_cert_reqs=none"

    assert {finding.message for finding in both(url)} == {"it speaks no TLS there, and the configuration asks for it"}


def test_finds_no_tls_where_the_server_speaks_it(server: RedisServer) -> None:
    url = server.tls_url(0).replace("rediss:", "redis:")

    assert {finding.message for finding in both(url)} == {"it speaks TLS there, and the configuration asks for none"}


def test_finds_a_file_that_is_not_there(server: RedisServer, server_certificates: Certificates) -> None:
    options = trusting(server_certificates) | {"ssl_ca_certs": "/nowhere/ca.pem"}

    broker, _ = both(server.tls_url(0), options)

    assert broker.message == "/nowhere/ca.pem, which TLS needs, is no file here"


def test_finds_a_store_whose_url_celery_refuses(server: RedisServer) -> None:
    (finding,) = found("CK902", broker_url="memory://", result_backend=server.tls_url(0))

    assert finding.fix == "add ?ssl_cert_reqs=required to result_backend"


@pytest.mark.parametrize(
    "options",
    [
        unknown("options_for_tls()"),
        {"ssl_ca_certs": unknown("os.environ['CA']"), "ssl_cert_reqs": "required"},
        {"context": Opaque("ssl.SSLContext", "<ssl.SSLContext object>")},
    ],
)
def test_is_not_checked_where_the_options_are_not_known_here(server: RedisServer, options: object) -> None:
    with pytest.raises(NotChecked, match="broker_use_ssl is not known whole"):
        found("CK902", broker_url=server.tls_url(0).replace("rediss:", "redis:"), broker_use_ssl=options)


def test_looks_at_rabbitmq(rabbitmq_tls_server: RabbitServer, server_certificates: Certificates) -> None:
    url, options = rabbitmq_tls_server.tls_url(), {"cert_reqs": ssl.CERT_REQUIRED}
    plain = rabbitmq_tls_server.fresh()

    def messages(broker_url: str, ca: Path) -> list[str]:
        options["ca_certs"] = str(ca)  # type: ignore[assignment]  # a path beside a number
        return [one.message for one in found("CK902", broker_url=broker_url, broker_use_ssl=options)]

    assert messages(url, server_certificates.ca) == []
    (stranger,) = messages(url, server_certificates.other_ca)
    assert stranger.startswith("its certificate is signed by nobody whom the client trusts (signed by trustme")
    assert messages(plain.replace("amqp:", "amqps:"), server_certificates.ca) == [
        "it speaks no TLS there, and the configuration asks for it"
    ]
    (without,) = found("CK902", broker_url=url.replace("amqps:", "amqp:"))
    assert without.message == "it speaks TLS there, and the configuration asks for none"


def test_looks_at_postgresql(postgres_server: PostgresServer, server_certificates: Certificates) -> None:
    url = f"db+{postgres_server.fresh()}?sslmode=verify-full&sslrootcert="

    def messages(ca: Path) -> list[str]:
        return [one.message for one in found("CK902", broker_url="memory://", result_backend=f"{url}{ca}")]

    assert messages(server_certificates.ca) == []
    (stranger,) = messages(server_certificates.other_ca)
    assert stranger.startswith("its certificate is signed by nobody whom the client trusts (signed by trustme")
    assert messages(Path("/nowhere.pem")) == ["the file of the authorities to trust is not there"]
