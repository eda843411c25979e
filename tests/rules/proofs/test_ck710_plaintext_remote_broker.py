from __future__ import annotations

import socket
from threading import Thread

import pytest
from kombu.exceptions import OperationalError

from tests.rules.proofs.apps import LIMIT, client


def test_the_password_is_there_to_read() -> None:
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(LIMIT)
    port = server.getsockname()[1]

    def listen() -> None:
        caller, _ = server.accept()
        server.close()  # who comes again is refused
        with caller:
            heard.append(caller.recv(4096))

    listener = Thread(target=listen, daemon=True)
    listener.start()
    with (
        client(f"redis://:s3cr3t@127.0.0.1:{port}/0", broker_transport_options={"max_retries": 0}) as app,
        app.connection_for_write() as connection,
        pytest.raises(OperationalError),
    ):
        _ = connection.default_channel
    listener.join(LIMIT)
    assert b"s3cr3t" in heard[0]
