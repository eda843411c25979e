"""Servers of our own for the length of a block, and an unused place on them for each app."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from itertools import count

from tests.servers.postgres import PostgresServer, postgres_running
from tests.servers.rabbitmq import RabbitServer, rabbitmq_running
from tests.servers.redis import RedisServer, redis_running
from tests.servers.sentinel import SentinelServers, sentinel_running

__all__ = ["Places"]


class Places(ExitStack):
    """Starts each server when it is first asked for, and stops all of them at the end of the block."""

    def __init__(self) -> None:
        super().__init__()
        self._databases = count()  # of the servers behind Sentinel

    @cached_property
    def redis(self) -> RedisServer:
        """With an append-only file, as the profiles want it."""
        return self.enter_context(redis_running(durable=True))

    @cached_property
    def sentinel(self) -> SentinelServers:
        """A master with a replica, and three sentinels; append-only too."""
        return self.enter_context(sentinel_running(durable=True))

    @cached_property
    def rabbitmq(self) -> RabbitServer:
        """A single node."""
        return self.enter_context(rabbitmq_running())

    @cached_property
    def postgresql(self) -> PostgresServer:
        """As it comes."""
        return self.enter_context(postgres_running())

    def broker(self, kind: str) -> str:
        """The URL of an unused broker: redis, sentinel, rabbitmq, or sqlite for a file in the app's own folder."""
        match kind:
            case "redis":
                return self.redis.fresh_pair()[0]
            case "sentinel":
                return self.sentinel.url(next(self._databases))
            case "rabbitmq":
                return self.rabbitmq.fresh()
            case "sqlite":
                return "sqla+sqlite:///messages.sqlite3"
        raise ValueError(f"no broker to measure on: {kind}")

    def store(self, kind: str) -> str:
        """The URL of an unused result backend: redis, sentinel, rpc, postgresql, or sqlite as for `broker`."""
        match kind:
            case "redis":
                return self.redis.fresh_pair()[0]
            case "sentinel":
                return self.sentinel.url(next(self._databases))
            case "rpc":
                return "rpc://"
            case "postgresql":
                return f"db+{self.postgresql.fresh()}"
            case "sqlite":
                return "db+sqlite:///results.sqlite3"
        raise ValueError(f"no result backend to measure on: {kind}")

    def versions(self) -> dict[str, str]:
        """What runs, by name, of the servers that were started."""
        found = {}
        if "redis" in vars(self):
            import redis

            with redis.Redis(port=self.redis.port) as client:
                found["Redis"] = str(client.info("server")["redis_version"])
        if "rabbitmq" in vars(self):
            found["RabbitMQ"] = self.rabbitmq.ctl("version").strip()
        if "postgresql" in vars(self):
            import psycopg

            address = self.postgresql.fresh().replace("postgresql+psycopg://", "postgresql://")
            with psycopg.connect(address) as connection:
                found["PostgreSQL"] = str(connection.info.parameter_status("server_version")).split()[0]
        return found
