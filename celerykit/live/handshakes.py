"""A few bytes to a server, to see in which language it answers: with TLS, or without.

Nothing is asked in them, and no password goes there: the certificate of a server need not be trusted here.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from celerykit.live.certificates import Certificate, certificate
from celerykit.live.nodes import Node, Speech

__all__ = ["Tls", "answers_in_plain", "handshake", "knock", "wants_certificate"]

# What a client says first, and how the answer of a server begins that understands it.
_GREETINGS: dict[Speech, tuple[bytes, tuple[bytes, ...]]] = {
    "redis": (b"PING\r\n", (b"+", b"-")),
    # A method frame (Connection.Start), or the version that the server would rather speak.
    "amqp": (b"AMQP\x00\x00\x09\x01", (b"\x01\x00\x00", b"AMQP")),
}
# https://www.postgresql.org/docs/current/protocol-message-formats.html, SSLRequest.
_SSL_REQUEST, _YES = b"\x00\x00\x00\x08\x04\xd2\x16\x2f", b"S"
_ENOUGH = 16


@dataclass(frozen=True, slots=True)
class Tls:
    """A server that speaks TLS. version: "TLSv1.3". certificate: its own."""

    version: str
    certificate: Certificate | None


def handshake(node: Node, limit: float) -> Tls | None:
    """What a server says of itself in a TLS handshake; None where it speaks no TLS there, or does not answer at all.

    limit: seconds for each step.
    """
    try:
        with _wrapped(node, limit) as wrapped:
            der = wrapped.getpeercert(binary_form=True)
            return Tls(wrapped.version() or "TLS", certificate(der) if der else None)
    except (OSError, ValueError):
        return None


def wants_certificate(node: Node, limit: float) -> bool:
    """Whether a server turns away a client that shows no certificate. limit: as in `handshake`.

    With TLS 1.3 it says so after the handshake; to listen is all that helps, as it has closed its ear by then.
    """
    try:
        with _wrapped(node, limit) as wrapped:
            wrapped.recv(_ENOUGH)
    except ssl.SSLError as error:
        return "CERTIFICATE_REQUIRED" in (error.reason or "")
    except (OSError, ValueError):
        return False
    return False


def knock(node: Node, limit: float) -> OSError | None:
    """Why no connection comes about, whatever would be said over it; None where one does. limit: as in `handshake`."""
    try:
        socket.create_connection((node.host, node.port), limit).close()
    except OSError as error:
        return error
    return None


def answers_in_plain(node: Node, limit: float) -> bool:
    """Whether a server answers there in its own language without TLS. limit: as in `handshake`."""
    if node.speech not in _GREETINGS:
        return False
    greeting, answers = _GREETINGS[node.speech]
    try:
        with socket.create_connection((node.host, node.port), limit) as plain:
            plain.sendall(greeting)
            return plain.recv(_ENOUGH).startswith(answers)
    except (OSError, ValueError):
        return False


@contextmanager
def _wrapped(node: Node, limit: float) -> Iterator[ssl.SSLSocket]:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((node.host, node.port), limit) as plain:
        if node.speech == "postgresql":
            plain.sendall(_SSL_REQUEST)
            if plain.recv(1) != _YES:
                raise ConnectionError("it speaks no TLS")
        with context.wrap_socket(plain, server_hostname=node.host) as wrapped:
            yield wrapped
