"""A Redis of our own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.servers.process import free_port, program, scratch, started

DATABASES = 512
START = 20.0  # seconds that a server may take to be ready


@dataclass
class RedisServer:
    """A running Redis. port: on 127.0.0.1."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.cycle(range(0, DATABASES, 2)))

    def url(self, database: int) -> str:
        """The URL of one database."""
        return f"redis://127.0.0.1:{self.port}/{database}"

    def fresh_pair(self) -> tuple[str, str]:
        """The URLs of two empty databases, the second one next to the first."""
        import redis

        first = next(self._numbers)
        for database in (first, first + 1):
            with redis.Redis(port=self.port, db=database) as client:
                client.flushdb()
        return self.url(first), self.url(first + 1)


@contextmanager
def redis_running() -> Iterator[RedisServer]:
    """Starts it, and stops it at the end."""
    binary, port = program("redis-server", "redis-server"), free_port()
    with scratch() as folder:
        command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command += ["--databases", str(DATABASES), "--dir", str(folder)]
        with started(command, log=folder / "log") as server:
            server.until(
                lambda: "Ready to accept connections" in server.output(), limit=START, what="redis-server is ready"
            )
            yield RedisServer(port)
