"""Empty databases, virtual hosts and schemas, of servers that are started when the first is asked for."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from tests.conformance.pairs import Address
from tests.servers.certificates import Certificates, certificates
from tests.servers.cluster import cluster_running
from tests.servers.mariadb import MariaServer, mariadb_running
from tests.servers.postgres import PostgresServer, postgres_running
from tests.servers.rabbitmq import RabbitServer, rabbitmq_running
from tests.servers.redis import RedisServer, redis_running
from tests.servers.sentinel import sentinel_running
from tests.servers.sqs import sqs_running

__all__ = ["Servers", "Supply"]


class Supply(Protocol):
    """Gives the address of an empty broker or backend that needs a server."""

    def broker(self, name: str) -> Address:
        """An empty broker of that kind."""
        ...

    def backend(self, name: str, *, tls: bool) -> Address:
        """An empty backend of that kind; reached by TLS where the broker is."""
        ...


class Servers:
    """The servers of a run. given: those that run already, by name; the others are started, and stopped by `stop`."""

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        self._running: dict[str, Any] = dict(given or {})
        self._stack = ExitStack()
        self._databases = itertools.count()
        self._lock = threading.Lock()

    def broker(self, name: str) -> Address:
        """See `Supply`."""
        with self._lock:
            return self._address(name, 0)

    def backend(self, name: str, *, tls: bool) -> Address:
        """See `Supply`."""
        with self._lock:
            return self._address(f"{name}-tls" if tls and name == "redis" else name, 1)

    def stop(self) -> None:
        """Stops all that were started here."""
        self._stack.close()

    def _address(self, name: str, place: int) -> Address:
        """place: which of two databases side by side."""
        match name:
            case "redis":
                return Address(self._redis().fresh_pair()[place])
            case "redis-tls":
                return Address(self._redis().fresh_tls_pair()[place], self._trusted())
            case "sentinel":
                return self._behind_sentinels()
            case "rabbitmq":
                return Address(self._rabbitmq().fresh())
            case "rabbitmq-tls":
                return Address(self._rabbitmq().tls_url(), self._trusted())
            case "rabbitmq-quorum":
                return Address(self._server(name, cluster_running).fresh(), {"replicated": True})
            case "sqs":
                server = self._server(name, sqs_running)
                return Address(server.url, settings={"broker_transport_options": server.options()})
            case "postgresql":
                return Address(f"db+{self._postgresql().fresh()}")
            case "mariadb":
                return Address(f"db+{self._mariadb().fresh()}")
        raise LookupError(f"no server for {name}")

    def _behind_sentinels(self) -> Address:
        server = self._server("sentinel", sentinel_running)
        options = {"broker_transport_options": {"master_name": server.master_name}}
        return Address(server.url(next(self._databases)), {"replicated": True}, options)

    def _redis(self) -> RedisServer:
        return self._server("redis", lambda: redis_running(tls=self._certificates()))

    def _rabbitmq(self) -> RabbitServer:
        return self._server("rabbitmq", lambda: rabbitmq_running(tls=self._certificates()))

    def _postgresql(self) -> PostgresServer:
        return self._server("postgresql", lambda: postgres_running(tls=self._certificates()))

    def _mariadb(self) -> MariaServer:
        return self._server("mariadb", lambda: mariadb_running(tls=self._certificates()))

    def _trusted(self) -> dict[str, object]:
        return {"tls": True, "tls_ca": str(self._certificates().ca)}

    def _certificates(self) -> Certificates:
        return self._server("certificates", _made)

    def _server(self, name: str, start: Callable[[], AbstractContextManager[Any]]) -> Any:
        if name not in self._running:
            self._running[name] = self._stack.enter_context(start())
        return self._running[name]


@contextmanager
def _made() -> Iterator[Certificates]:
    with TemporaryDirectory(prefix="celerykit-certificates-") as folder:
        yield certificates(Path(folder))
