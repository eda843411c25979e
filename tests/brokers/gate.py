"""A way to a server that can be closed, and made silent, while the server itself goes on."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers.process import free_port

_PACE = 0.05  # seconds between two looks at whether the gate is to change
_CHUNK = 65536


@dataclass
class Gate:
    """A port of 127.0.0.1 that leads to another. It is open at first.

    closed: connections are cut, and new ones refused, as by a broker that has ended. silent: they are accepted, and
    nothing passes, as by a broker that hangs.
    """

    target: int
    port: int = field(default_factory=free_port)
    _mode: str = "open"
    _pairs: dict[socket.socket, socket.socket] = field(default_factory=dict)
    _changed: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    def open(self) -> None:
        """Let everything pass."""
        self._become("open")

    def close(self) -> None:
        """Cut all connections, and refuse new ones."""
        self._become("closed")

    def silence(self) -> None:
        """Keep connections and accept new ones, and let nothing pass."""
        self._become("silent")

    def _become(self, mode: str) -> None:
        self._changed.clear()
        self._mode = mode
        assert self._changed.wait(10), f"the gate did not become {mode}"

    def run(self) -> None:
        """Serve until the end."""
        listener = None
        while not self._ended.is_set():
            if self._mode == "closed":
                self._cut()
                listener = listener and listener.close()
            elif listener is None:
                listener = socket.create_server(("127.0.0.1", self.port))
                listener.settimeout(_PACE)
            self._changed.set()
            if listener is None:
                self._ended.wait(_PACE)
                continue
            with contextlib.suppress(TimeoutError):
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self._pairs |= {client: server, server: client}
            if self._mode == "open":
                self._pass_on()
        self._cut()
        if listener:
            listener.close()

    def _pass_on(self) -> None:
        """Everything that has come, until nothing comes for a moment."""
        while self._pairs and self._mode == "open":
            with selectors.DefaultSelector() as selector:
                for one in self._pairs:
                    selector.register(one, selectors.EVENT_READ)
                ready = [key.fileobj for key, _ in selector.select(0.001)]
            if not ready:
                return
            for one in ready:
                if isinstance(one, socket.socket) and one in self._pairs:
                    self._move(one, self._pairs[one])

    def _move(self, one: socket.socket, other: socket.socket) -> None:
        try:
            data = one.recv(_CHUNK)
            other.sendall(data)
        except OSError:
            data = b""
        if not data:
            for end in (one, other):
                self._pairs.pop(end, None)
                end.close()

    def _cut(self) -> None:
        for one in self._pairs:
            one.close()
        self._pairs.clear()


@contextmanager
def gate_to(target: int) -> Iterator[Gate]:
    """A gate to that port of 127.0.0.1, until the block ends."""
    gate = Gate(target)
    keeper = threading.Thread(target=gate.run, daemon=True)
    keeper.start()
    gate.open()
    try:
        yield gate
    finally:
        gate._ended.set()
        keeper.join(10)
