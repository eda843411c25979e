"""A RabbitMQ of our own, with its own Erlang port mapper."""

from __future__ import annotations

import itertools
import os
import secrets
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.certificates import Certificates
from tests.servers.process import free_ports, listens, program, scratch
from tests.servers.restartable import Restartable, stopped_at_the_end

PACKAGE = "rabbitmq-server"
USER = "celerykit"
START = 120.0  # seconds that a server may take to be ready
BATCH = 12  # virtual hosts made at a time: rabbitmqctl needs a second to start, a virtual host a tenth of one


@dataclass
class Node:
    """One RabbitMQ, started or not. port: on 127.0.0.1. name: as Erlang knows it. password: of `USER`."""

    port: int
    name: str
    password: str
    program: Restartable

    def start(self) -> None:
        """Starts it, and waits until it is ready."""
        self.program.start()

    def url(self, host: str) -> str:
        """The URL of one virtual host."""
        return f"amqp://{USER}:{self.password}@127.0.0.1:{self.port}/{host}"

    def ctl(self, *words: str) -> str:
        """What `rabbitmqctl <words>` prints."""
        command = [program("rabbitmqctl", PACKAGE), "--quiet", *words]
        return subprocess.run(
            command, env=self.program.env, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        ).stdout

    def make_hosts(self, names: list[str]) -> None:
        """Adds these virtual hosts, open to our user."""
        hosts = ", ".join(f'<<"{name}">>' for name in names)
        allow = f'rabbit_auth_backend_internal:set_permissions(<<"{USER}">>, H, <<".*">>, <<".*">>, <<".*">>, <<"t">>)'
        self.ctl("eval", f'[begin rabbit_vhost:add(H, <<"t">>), {allow} end || H <- [{hosts}]].')


@dataclass
class RabbitServer:
    """A running RabbitMQ.

    tls_port: the same server by TLS, where it has certificates. It asks clients for theirs and does without; the line
    `ssl_options.fail_if_no_peer_cert = true` makes it insist. management: the port of its management interface, where
    it has one.
    """

    node: Node
    tls: Certificates | None = None
    tls_port: int | None = None
    management: int | None = None
    _spare: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def port(self) -> int:
        """On 127.0.0.1."""
        return self.node.port

    def fresh(self) -> str:
        """The URL of a virtual host that nobody has used."""
        return self.node.url(self._fresh())

    def tls_url(self) -> str:
        """The same by TLS, `amqps://…`, without a word on certificates."""
        assert self.tls_port, "this RabbitMQ was started without certificates"
        return f"amqps://{USER}:{self.node.password}@127.0.0.1:{self.tls_port}/{self._fresh()}"

    def ctl(self, *words: str) -> str:
        """What `rabbitmqctl <words>` prints."""
        return self.node.ctl(*words)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends it, and waits until it has ended. SIGTERM ends it in order."""
        self.node.program.kill(how)

    def start(self) -> None:
        """Starts it again after `kill`, with the same ports, name and data, and waits until it is ready."""
        self.node.start()

    def _fresh(self) -> str:
        if not self._spare:
            self._spare = [f"test_{next(self._numbers)}" for _ in range(BATCH)]
            self.node.make_hosts(self._spare)
        return self._spare.pop(0)


@dataclass(frozen=True)
class Erlang:
    """What nodes that see one another share. home: where the cookie stands. mapper: the port of their epmd."""

    home: Path
    mapper: int


@contextmanager
def rabbitmq_running(
    *, tls: Certificates | None = None, conf: Mapping[str, str] | None = None, management: bool = False
) -> Iterator[RabbitServer]:
    """Starts it, and stops it at the end.

    tls: the certificates for a second port, by TLS. management: whether it has the management interface, without TLS,
    which its start then takes longer for. conf: further lines of rabbitmq.conf, such as
    {"consumer_timeout": "5000"} (milliseconds).
    """
    port, tls_port, http_port = free_ports(3)
    with scratch() as folder, erlang_running(folder) as erlang:
        lines = (_tls(tls, tls_port) if tls else {}) | (_management(http_port) if management else {}) | dict(conf or {})
        node = rabbitmq_node(folder, f"celerykit_{port}@localhost", port, secrets.token_urlsafe(12), erlang, lines)
        if management:
            (folder / "plugins").write_text("[rabbitmq_management].\n")
        with stopped_at_the_end(node.program):
            node.start()
            yield RabbitServer(node, tls, tls_port if tls else None, http_port if management else None)


@contextmanager
def erlang_running(home: Path) -> Iterator[Erlang]:
    """An epmd of our own (the machine's would tell others of our nodes, and ours of others) and a new cookie."""
    (port,) = free_ports(1)
    cookie = home / ".erlang.cookie"
    cookie.touch(mode=0o600)
    cookie.write_text(secrets.token_hex(16))
    command = [program("epmd", "erlang-base"), "-port", str(port), "-address", "127.0.0.1"]
    mapper = Restartable(command, home / "epmd.log", lambda _: listens(port), START)
    with stopped_at_the_end(mapper):
        mapper.start()
        yield Erlang(home, port)


def rabbitmq_node(folder: Path, name: str, port: int, password: str, erlang: Erlang, conf: Mapping[str, str]) -> Node:
    """A node that is not started yet. folder: its own. port: for clients. conf: further lines of rabbitmq.conf."""
    lines = {
        "listeners.tcp.default": f"127.0.0.1:{port}",
        "default_user": USER,
        "default_pass": password,
        "log.console": "true",
        "log.console.level": "info",
        "log.file": "false",
        "vm_memory_high_watermark.absolute": "1GB",
        "disk_free_limit.absolute": "50MB",
    }
    (folder / "rabbitmq.conf").write_text("".join(f"{key} = {value}\n" for key, value in (lines | dict(conf)).items()))
    (folder / "env.conf").touch()
    (folder / "plugins").write_text("[].\n")
    server = Restartable(
        [program("rabbitmq-server", PACKAGE)],
        folder / "log",
        lambda said: "completed with" in said and listens(port),
        START,
        cwd=folder,
        env=_environment(folder, name, port, erlang),
    )
    return Node(port, name, password, server)


def _management(port: int) -> dict[str, str]:
    # What it counts is a second old at most: it looks as often as the finest of its samples says, by default every 5 s.
    return {
        "management.tcp.ip": "127.0.0.1",
        "management.tcp.port": str(port),
        "collect_statistics_interval": "100",
        "management.sample_retention_policies.global.minute": "1",
        "management.sample_retention_policies.basic.minute": "1",
        "management.sample_retention_policies.detailed.minute": "1",
    }


def _tls(tls: Certificates, port: int) -> dict[str, str]:
    return {
        "listeners.ssl.default": f"127.0.0.1:{port}",
        "ssl_options.cacertfile": str(tls.ca),
        "ssl_options.certfile": str(tls.server_certificate),
        "ssl_options.keyfile": str(tls.server_key),
        "ssl_options.verify": "verify_peer",
        "ssl_options.fail_if_no_peer_cert": "false",
    }


def _environment(folder: Path, name: str, port: int, erlang: Erlang) -> dict[str, str]:
    """An environment in which the server and rabbitmqctl see nothing of the machine's own RabbitMQ."""
    (distribution,) = free_ports(1)
    ours = {
        "HOME": str(erlang.home),
        "ERL_EPMD_PORT": str(erlang.mapper),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": name,
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "env.conf"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        # Idle schedulers leave the processor to others; other nodes knock on the loopback only.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
    }
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(("RABBITMQ_", "ERL_"))}
    return theirs | ours
