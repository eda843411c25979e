"""A PostgreSQL of our own."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.certificates import Certificates, owned
from tests.servers.process import as_user, free_port, listens, program, scratch, started

PACKAGE = "postgresql"
OWNER = "celerykit"
START = 30.0  # seconds that a server may take to be ready


@dataclass
class PostgresServer:
    """A running PostgreSQL. port: on 127.0.0.1."""

    port: int
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        import psycopg

        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f'create database "{name}"'.encode())
        return self._address(name).replace("postgresql://", "postgresql+psycopg://")

    def _address(self, database: str) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"


@contextmanager
def postgres_running(*, tls: Certificates | None = None) -> Iterator[PostgresServer]:
    """Starts it, and stops it at the end. tls: certificates, for clients that ask for TLS."""
    initdb, postgres, port = program("initdb", PACKAGE), program("postgres", PACKAGE), free_port()
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    with scratch(user) as folder:
        data = folder / "data"
        prepare = [initdb, "--pgdata", str(data), "--username", OWNER, "--auth", "trust", "--encoding", "UTF8"]
        subprocess.run(
            [*as_user(user), *prepare, "--locale", "C", "--no-sync"], check=True, cwd=folder, stdout=subprocess.DEVNULL
        )
        options = [f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"]
        options += _tls(tls, folder, user) if tls else []
        command = [*as_user(user), postgres, "-D", str(data), *(word for option in options for word in ("-c", option))]
        # SIGINT ends the connections, SIGTERM would wait for them.
        with started(command, log=_log(folder), cwd=folder, how=signal.SIGINT) as server:
            server.until(
                lambda: "ready to accept connections" in server.output() and listens(port),
                limit=START,
                what="postgres is ready",
            )
            yield PostgresServer(port)


def _tls(tls: Certificates, folder: Path, user: str | None) -> list[str]:
    files = {"cert": tls.server_certificate, "key": tls.server_key, "ca": tls.ca}
    return ["ssl=on", *(f"ssl_{name}_file={owned(path, folder, user)}" for name, path in files.items())]


def _log(folder: Path) -> Path:
    return folder / "log"
