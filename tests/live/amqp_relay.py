"""A relay before RabbitMQ that counts what a client asks of it."""

from __future__ import annotations

import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from amqp import spec

__all__ = ["Asked", "relayed"]

_HEAD = struct.Struct(">BHI")
_METHOD = 1
_NAMES = {
    number: f"{kind.__name__}.{name}".lower()
    for kind in vars(spec).values()
    if isinstance(kind, type)
    for name, number in vars(kind).items()
    if isinstance(number, tuple)
}


@dataclass
class Asked:
    """methods: how often each was sent ("queue.declare"). sent, received: bytes, of the client."""

    methods: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    received: int = 0


@contextmanager
def relayed(port: int) -> Iterator[tuple[int, Asked]]:
    """Relays from a port of its own to this one; that port, and what was asked."""
    asked = Asked()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, port, asked), daemon=True).start()
        yield listener.getsockname()[1], asked


def _accept(listener: socket.socket, port: int, asked: Asked) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        server = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=_pass, args=(client, server, _Reader(asked).of_client), daemon=True).start()
        threading.Thread(target=_pass, args=(server, client, _Reader(asked).of_server), daemon=True).start()


def _pass(source: socket.socket, target: socket.socket, read: object) -> None:
    with source, target:
        try:
            while data := source.recv(65536):
                read(data)  # type: ignore[operator]
                target.sendall(data)
        except OSError:
            return


class _Reader:
    """Takes frames out of a stream. The first eight bytes of a client are AMQP's greeting."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._rest = b""
        self._greeted = False

    def of_server(self, data: bytes) -> None:
        self._asked.received += len(data)

    def of_client(self, data: bytes) -> None:
        self._asked.sent += len(data)
        self._rest += data
        if not self._greeted and len(self._rest) >= 8:
            self._rest, self._greeted = self._rest[8:], True
        while len(self._rest) >= _HEAD.size + 1:
            kind, _, size = _HEAD.unpack_from(self._rest)
            end = _HEAD.size + size + 1
            if len(self._rest) < end:
                return
            if kind == _METHOD:
                method = struct.unpack_from(">HH", self._rest, _HEAD.size)
                self._asked.methods[_NAMES.get(method, str(method))] += 1
            self._rest = self._rest[end:]
