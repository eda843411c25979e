"""Verified TLS to a database: which servers the drivers go on with, by what `tls = true` becomes.

The servers are fakes that speak PostgreSQL's and MySQL's protocols as far as the TLS handshake, and then hang up. Asked
is whether a client, once it has seen the certificate, says who it is.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy
import trustme

from celerykit import load_profile

NAME = "127.0.0.1"
# Protocol 10, "8.0.0", a thread, a scramble; capabilities: protocol 4.1, TLS, secure authentication by plugin.
GREETING = b"\x0a8.0.0\0" + bytes(4) + b"abcdefgh\0" + b"\x00\x8a\x21\x02\x00\x08\x00\x15" + bytes(10)
GREETING += b"ijklmnopqrst\0mysql_native_password\0"


def postgresql(client: socket.socket) -> None:
    client.recv(8)  # "may we speak TLS?"
    client.sendall(b"S")


def mysql(client: socket.socket) -> None:
    client.sendall(len(GREETING).to_bytes(3, "little") + b"\0" + GREETING)
    client.recv(36)  # "we shall speak TLS"


OPENINGS: dict[str, Callable[[socket.socket], None]] = {"postgresql+psycopg": postgresql, "mysql+pymysql": mysql}


class Fake:
    """A server with a certificate, for one client."""

    def __init__(self, opening: Callable[[socket.socket], None], certificate: trustme.LeafCert) -> None:
        self._opening = opening
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self._context)
        self._listener = socket.create_server((NAME, 0))
        self._listener.settimeout(10)
        self._thread = threading.Thread(target=self._answer)
        self._said = b""
        self.port: int = self._listener.getsockname()[1]
        self._thread.start()

    def _answer(self) -> None:
        with self._listener, self._listener.accept()[0] as client:
            client.settimeout(10)
            self._opening(client)
            # A client that does not like what it sees ends the handshake, or hangs up after it.
            with suppress(ssl.SSLError, ConnectionError), self._context.wrap_socket(client, server_side=True) as inside:
                self._said = inside.recv(1)

    def trusted(self) -> bool:
        """Whether the client went on, once it is through."""
        self._thread.join(20)
        return bool(self._said)


@pytest.fixture(params=OPENINGS)
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ours() -> trustme.CA:
    return trustme.CA()


def ask(driver: str, fake: Fake, ca: trustme.CA, tmp_path: Path) -> None:
    """Connects as Celery's result store would."""
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    url = f"{driver}://user@{NAME}:{fake.port}/results"
    env = {"CELERY_RESULT_BACKEND": f"db+{url}"}
    intent = {"tls": True, "tls_ca": str(tmp_path / "ca.pem")}
    config = load_profile("redis-redis", env=env, intent=intent, app_name="shop")
    engine = sqlalchemy.create_engine(url, **config["database_engine_options"])
    with pytest.raises(sqlalchemy.exc.OperationalError):  # in the end they all hang up
        engine.connect()


def test_goes_on_with_a_server_that_the_authority_vouches_for(driver: str, ours: trustme.CA, tmp_path: Path) -> None:
    fake = Fake(OPENINGS[driver], ours.issue_cert(NAME))
    ask(driver, fake, ours, tmp_path)
    assert fake.trusted()


def test_turns_away_from_a_strangers_certificate(driver: str, ours: trustme.CA, tmp_path: Path) -> None:
    fake = Fake(OPENINGS[driver], trustme.CA().issue_cert(NAME))
    ask(driver, fake, ours, tmp_path)
    assert not fake.trusted()


def test_turns_away_from_another_servers_certificate(driver: str, ours: trustme.CA, tmp_path: Path) -> None:
    fake = Fake(OPENINGS[driver], ours.issue_cert("elsewhere.example"))
    ask(driver, fake, ours, tmp_path)
    assert not fake.trusted()
