"""A server of our own that speaks the protocol of Amazon SQS: moto, in a process of its own."""

from __future__ import annotations

import importlib.util
import itertools
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.servers.process import ServerMissing, free_port, listens, scratch
from tests.servers.restartable import Restartable, stopped_at_the_end

REGION = "us-east-1"
START = 60.0  # seconds that a server may take to be ready


@dataclass
class SqsServer:
    """The running server. port: on 127.0.0.1."""

    port: int
    program: Restartable
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def endpoint(self) -> str:
        """Where boto3 finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The broker URL. Its host is the endpoint: kombu has no option for one."""
        return f"sqs://testing:testing@127.0.0.1:{self.port}/"

    def options(self) -> dict[str, Any]:
        """The transport options for it; each call gives a prefix that keeps its queues apart from all others."""
        return {"region": REGION, "is_secure": False, "queue_name_prefix": f"test_{next(self._numbers)}_"}

    def kill(self, how: signal.Signals) -> None:
        """Ends it by this signal; it keeps nothing."""
        self.program.kill(how)

    def start(self) -> None:
        """Starts it again after `kill`, empty."""
        self.program.start()


@contextmanager
def sqs_running() -> Iterator[SqsServer]:
    """Starts it, and stops it at the end."""
    if not importlib.util.find_spec("moto"):
        raise ServerMissing("moto is not installed: pip install 'moto[server]'")
    port = free_port()
    with scratch() as folder:
        command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
        server = Restartable(command, folder / "log", lambda _: listens(port), START, cwd=folder)
        with stopped_at_the_end(server):
            server.start()
            yield SqsServer(port, server)
