"""Verified TLS to real databases: results go there and come back, encrypted, and no other server gets them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy

from celerykit import load_profile
from tests.brokers.shop import app_under
from tests.servers.certificates import Certificates

pytestmark = [pytest.mark.servers, pytest.mark.slow]

# What the connection is encrypted with, "" for nothing.
CIPHER = {
    "postgresql": "select cipher from pg_stat_ssl where pid = pg_backend_pid()",
    "mysql": "select variable_value from information_schema.session_status where variable_name = 'Ssl_cipher'",
}


@pytest.fixture(params=["postgres_url", "mariadb_url"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


def engine(url: str, **intent: object) -> sqlalchemy.Engine:
    """An engine as Celery makes it of the profile."""
    env = {"CELERY_BROKER_URL": "amqps://nowhere", "CELERY_RESULT_BACKEND": f"db+{url}"}
    config = load_profile("rabbitmq-database", env=env, intent=intent, app_name="shop")
    return sqlalchemy.create_engine(url, **config["database_engine_options"])


def ask(url: str, question: str, **intent: object) -> Any:
    """What the database answers to who connects so."""
    made = engine(url, **intent)
    try:
        with made.connect() as connection:
            return connection.scalar(sqlalchemy.text(question))
    finally:
        made.dispose()


def test_results_go_there_encrypted_and_come_back(url: str, server_certificates: Certificates) -> None:
    intent = {"tls_ca": str(server_certificates.ca)}
    env = {"CELERY_BROKER_URL": "amqps://nowhere", "CELERY_RESULT_BACKEND": f"db+{url}"}
    store = app_under("rabbitmq-database", env, intent).backend
    store.store_result("one", {"total": 7}, "SUCCESS")
    assert store.get_result("one") == {"total": 7}
    with store.ResultSession() as session:
        assert session.scalar(sqlalchemy.text(CIPHER[session.get_bind().dialect.name]))


def test_a_strangers_authority_is_not_enough(url: str, server_certificates: Certificates) -> None:
    with pytest.raises(sqlalchemy.exc.OperationalError, match="certificate verify failed"):
        ask(url, "select 1", tls_ca=str(server_certificates.other_ca))


def test_a_server_under_another_name_is_refused(url: str, server_certificates: Certificates) -> None:
    # This machine, under a name that its certificate has not; libpq takes 127.1 for the address itself.
    other = url.replace("127.0.0.1", "127.1")
    if url.startswith("postgresql"):
        other = f"{url.replace('127.0.0.1', 'elsewhere.example')}?hostaddr=127.0.0.1"
    with pytest.raises(sqlalchemy.exc.OperationalError, match=r"127\.1|does not match host name"):
        ask(other, "select 1", tls_ca=str(server_certificates.ca))


def ours(certificates: Certificates) -> dict[str, object]:
    return {
        "tls_ca": str(certificates.ca),
        "tls_certificate": str(certificates.client_certificate),
        "tls_key": str(certificates.client_key),
    }


def test_mariadb_lets_in_who_shows_its_certificate(mariadb_url: str, server_certificates: Certificates) -> None:
    made = sqlalchemy.create_engine(mariadb_url)
    with made.begin() as connection:
        connection.execute(sqlalchemy.text("create user 'strict'@'localhost' identified by 'word' require x509"))
        connection.execute(sqlalchemy.text("grant all on *.* to 'strict'@'localhost'"))
    made.dispose()
    strict = f"mysql+pymysql://strict:word@{mariadb_url.partition('@')[2]}"
    assert ask(strict, "select 7", **ours(server_certificates)) == 7
    with pytest.raises(sqlalchemy.exc.OperationalError, match="Access denied"):
        ask(strict, "select 7", tls_ca=str(server_certificates.ca))


def test_postgresql_knows_who_shows_its_certificate(postgres_url: str, server_certificates: Certificates) -> None:
    question = "select client_dn from pg_stat_ssl where pid = pg_backend_pid()"
    # PostgreSQL shows 64 characters of the name, "/CN=celerykit".
    assert "/CN=celery" in ask(postgres_url, question, **ours(server_certificates))
    assert not ask(postgres_url, question, tls_ca=str(server_certificates.ca))
