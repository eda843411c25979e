"""A RabbitMQ of our own, with its own Erlang port mapper."""

from __future__ import annotations

import itertools
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.process import free_port, listens, program, scratch, started

PACKAGE = "rabbitmq-server"
USER = "celerykit"
START = 90.0  # seconds that a server may take to be ready
BATCH = 12  # virtual hosts made at a time: rabbitmqctl needs a second to start, a virtual host a tenth of one


@dataclass
class RabbitServer:
    """A running RabbitMQ. port: on 127.0.0.1. env: what rabbitmqctl needs to find it."""

    port: int
    password: str
    env: dict[str, str]
    _spare: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self) -> str:
        """The URL of a virtual host that nobody has used."""
        if not self._spare:
            self._spare = self._make([f"test_{next(self._numbers)}" for _ in range(BATCH)])
        return f"amqp://{USER}:{self.password}@127.0.0.1:{self.port}/{self._spare.pop(0)}"

    def ctl(self, *words: str) -> str:
        """What `rabbitmqctl <words>` prints."""
        command = [program("rabbitmqctl", PACKAGE), "--quiet", *words]
        return subprocess.run(
            command, env=self.env, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        ).stdout

    def _make(self, names: list[str]) -> list[str]:
        hosts = ", ".join(f'<<"{name}">>' for name in names)
        allow = f'rabbit_auth_backend_internal:set_permissions(<<"{USER}">>, H, <<".*">>, <<".*">>, <<".*">>, <<"t">>)'
        self.ctl("eval", f'[begin rabbit_vhost:add(H, <<"t">>), {allow} end || H <- [{hosts}]].')
        return names


@contextmanager
def rabbitmq_running() -> Iterator[RabbitServer]:
    """Starts it, and stops it at the end."""
    binary, epmd = program("rabbitmq-server", PACKAGE), program("epmd", "erlang-base")
    port, mapper = free_port(), free_port()
    with scratch() as folder:
        password = secrets.token_urlsafe(12)
        env = _environment(folder, port, mapper, password)
        with (
            started([epmd, "-port", str(mapper), "-address", "127.0.0.1"], log=folder / "epmd.log") as names,
            started([binary], log=folder / "log", cwd=folder, env=env) as server,
        ):
            names.until(lambda: listens(mapper), limit=START, what="epmd listens")
            server.until(
                lambda: "completed with" in server.output() and listens(port), limit=START, what="rabbitmq is ready"
            )
            yield RabbitServer(port, password, env)


def _environment(folder: Path, port: int, mapper: int, password: str) -> dict[str, str]:
    """An environment in which the server and rabbitmqctl see nothing of the machine's own RabbitMQ."""
    lines = [
        f"listeners.tcp.default = 127.0.0.1:{port}",
        f"default_user = {USER}",
        f"default_pass = {password}",
        "log.console = true",
        "log.console.level = info",
        "log.file = false",
        "vm_memory_high_watermark.absolute = 1GB",
        "disk_free_limit.absolute = 50MB",
    ]
    (folder / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
    (folder / "env.conf").touch()
    (folder / "plugins").write_text("[].\n")
    ours = {
        "HOME": str(folder),  # the Erlang cookie stands there
        "ERL_EPMD_PORT": str(mapper),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"celerykit_{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "env.conf"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none",  # idle schedulers leave the processor to others
    }
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ_", "ERL_"))}
    return theirs | ours
