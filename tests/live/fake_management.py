"""A management interface that is none: it says what a newer RabbitMQ would say than the one that tests can have.

Its answers have the form that RabbitMQ's manual gives (rabbitmq.com/docs/http-api-reference).
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any

import pytest

from celerykit.live import rabbitmq
from celerykit.live.management import VARIABLE
from tests.servers.certificates import Certificates

__all__ = ["answering", "fake_rabbit"]

Answer = Callable[[str], tuple[int, bytes]]


@contextmanager
def answering(
    answer: Answer, headers: Mapping[str, str] = MappingProxyType({}), *, tls: Certificates | None = None
) -> Iterator[str]:
    """An HTTP server; its URL. answer: the status and the body, for a path. headers: of each answer.

    tls: its certificate, where it speaks HTTPS.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server has it
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls.server_certificate, tls.server_key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def fake_rabbit(
    monkeypatch: pytest.MonkeyPatch, version: str, *queues: Mapping[str, Any], used: Sequence[str] = ()
) -> Iterator[None]:
    """Beside the real server of AMQP, whose version is said to be this one, an interface with these queues.

    used: deprecated features.
    """
    said: dict[str, Any] = {
        "/api/whoami": {"name": "celerykit", "tags": ["management"]},
        "/api/queues": {"items": queues, "page": 1, "page_count": 1},
        "/api/deprecated-features/used": [{"name": name} for name in used],
    }

    def answer(path: str) -> tuple[int, bytes]:
        found = next((body for start, body in said.items() if path.startswith(start)), None)
        return (404, b"{}") if found is None else (200, json.dumps(found).encode())

    with answering(answer) as url:
        monkeypatch.setenv(VARIABLE, url)
        monkeypatch.setattr(rabbitmq, "version_of", lambda _: version)
        yield
