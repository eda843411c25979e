"""A MariaDB of our own."""

from __future__ import annotations

import itertools
import os
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.certificates import Certificates, owned
from tests.servers.process import as_user, free_port, listens, program, scratch
from tests.servers.restartable import Restartable, stopped_at_the_end

PACKAGE = "mariadb-server"
USER = "celerykit"
START = 90.0  # seconds that a server may take to be ready


@dataclass
class MariaServer:
    """A running MariaDB. port: on 127.0.0.1."""

    port: int
    password: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self) -> str:
        """The SQLAlchemy URL of a new, empty database: `mysql+pymysql://…`."""
        import pymysql

        name = f"test_{next(self._numbers)}"
        address = {"host": "127.0.0.1", "port": self.port, "user": USER, "password": self.password}
        with pymysql.connect(**address) as connection, connection.cursor() as cursor:
            cursor.execute(f"create database {name} character set utf8mb4")
        return f"mysql+pymysql://{USER}:{self.password}@127.0.0.1:{self.port}/{name}"


@contextmanager
def mariadb_running(*, tls: Certificates | None = None) -> Iterator[MariaServer]:
    """Starts it, and stops it at the end. tls: certificates, for clients that ask for TLS."""
    port, password = free_port(), secrets.token_urlsafe(12)
    # MariaDB refuses to run as root; Debian's package brings a user for it.
    user = "mysql" if os.geteuid() == 0 else None
    with scratch(user) as folder:
        data = folder / "data"
        _fill(folder, data, user)
        words = _tls(tls, folder, user) if tls else []
        server = _server(folder, data, port, password, user, words)
        with stopped_at_the_end(server):
            server.start()
            yield MariaServer(port, password)


def _fill(folder: Path, data: Path, user: str | None) -> None:
    """Makes the tables that the server itself needs."""
    command = [program("mariadb-install-db", PACKAGE), "--no-defaults", f"--datadir={data}", "--skip-test-db"]
    # It writes where TMPDIR says, and ours may be closed to the other user.
    env = os.environ | {"TMPDIR": str(folder)}
    log = folder / "fill.log"
    with log.open("w") as output:
        done = subprocess.run(
            [*as_user(user), *command], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    assert done.returncode == 0, log.read_text()


def _tls(tls: Certificates, folder: Path, user: str | None) -> list[str]:
    files = {"cert": tls.server_certificate, "key": tls.server_key, "ca": tls.ca}
    return [f"--ssl-{name}={owned(path, folder, user)}" for name, path in files.items()]


def _server(folder: Path, data: Path, port: int, password: str, user: str | None, words: Sequence[str]) -> Restartable:
    welcome = folder / "welcome.sql"
    welcome.write_text(
        f"create user '{USER}'@'localhost' identified by '{password}';\n"
        f"grant all on *.* to '{USER}'@'localhost' with grant option;\n"
    )
    welcome.chmod(0o644)  # the other user reads it, whatever our umask; the folder is closed
    options = ["--no-defaults", f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1"]
    # The socket stands in the folder of the data: the length of its path is limited.
    options += ["--socket=socket", f"--pid-file={folder / 'pid'}", f"--init-file={welcome}", f"--tmpdir={folder}"]
    options += ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M"]
    command = [*as_user(user), program("mariadbd", PACKAGE), *options, *words]
    return Restartable(command, folder / "log", lambda said: "ready for connections" in said and listens(port), START)
