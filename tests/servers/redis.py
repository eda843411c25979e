"""A Redis of our own."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.process import free_port, program, scratch
from tests.servers.restartable import Restartable, stopped_at_the_end

PACKAGE = "redis-server"
DATABASES = 512
START = 30.0  # seconds that a server may take to be ready


@dataclass
class RedisServer:
    """A running Redis.

    port: on 127.0.0.1. tls_port: the same server by TLS, where it has certificates. It asks clients for theirs and does
    without; `CONFIG SET tls-auth-clients yes` makes it insist.
    """

    port: int
    program: Restartable
    tls: Certificates | None = None
    tls_port: int | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.cycle(range(0, DATABASES, 2)))

    def url(self, database: int) -> str:
        """The URL of one database."""
        return f"redis://127.0.0.1:{self.port}/{database}"

    def tls_url(self, database: int) -> str:
        """The same by TLS, without a word on certificates."""
        assert self.tls_port, "this Redis was started without certificates"
        return f"rediss://127.0.0.1:{self.tls_port}/{database}"

    def fresh_pair(self) -> tuple[str, str]:
        """The URLs of two empty databases, the second one next to the first."""
        first, second = self._fresh()
        return self.url(first), self.url(second)

    def fresh_tls_pair(self) -> tuple[str, str]:
        """The same by TLS."""
        first, second = self._fresh()
        return self.tls_url(first), self.tls_url(second)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends it, and waits until it has ended. SIGTERM ends it in order."""
        self.program.kill(how)

    def start(self) -> None:
        """Starts it again after `kill`, on the same ports and with what it kept, and waits until it is ready."""
        self.program.start()

    def _fresh(self) -> tuple[int, int]:
        import redis

        first = next(self._numbers)
        for database in (first, first + 1):
            with redis.Redis(port=self.port, db=database) as client:
                client.flushdb()
        return first, first + 1


@contextmanager
def redis_running(
    *, durable: bool = False, tls: Certificates | None = None, port: int | None = None, folder: Path | None = None
) -> Iterator[RedisServer]:
    """Starts it, and stops it at the end.

    durable: whether it writes each change to a file (append-only), and so has it after a kill. tls: the certificates
    for a second port, by TLS. folder: where its data and its log stay; a temporary one where None.
    """
    with nullcontext(folder) if folder else scratch() as place:
        port, tls_port = port or free_port(), free_port() if tls else None
        words = _tls(tls, tls_port) if tls and tls_port else []
        server = redis_program(place, port, "--databases", str(DATABASES), *words, durable=durable)
        with stopped_at_the_end(server):
            server.start()
            yield RedisServer(port, server, tls, tls_port)


def redis_program(folder: Path, port: int, *words: str, durable: bool) -> Restartable:
    """A Redis on 127.0.0.1 that is not started yet. words: further ones of its command line."""
    command = [program("redis-server", PACKAGE), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    command += ["--save", "", "--appendonly", "yes" if durable else "no", *words]
    return Restartable(command, folder / "log", lambda said: "Ready to accept connections" in said, START)


def _tls(tls: Certificates, port: int) -> list[str]:
    return [
        *("--tls-port", str(port), "--tls-auth-clients", "optional"),
        *("--tls-ca-cert-file", str(tls.ca)),
        *("--tls-cert-file", str(tls.server_certificate)),
        *("--tls-key-file", str(tls.server_key)),
    ]
