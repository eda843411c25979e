"""Servers of a behaviour's own, which it may stop, kill and start again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.conformance.pairs import Address
from tests.servers.certificates import Certificates
from tests.servers.cluster import RabbitCluster, cluster_running
from tests.servers.rabbitmq import RabbitServer, rabbitmq_running
from tests.servers.redis import RedisServer, redis_running
from tests.servers.sentinel import SentinelServers, sentinel_running
from tests.servers.sqs import SqsServer, sqs_running

__all__ = ["Private", "private_broker"]


class Private(Protocol):
    """A broker that can lose a server, or all that it has."""

    def lose_one(self, how: signal.Signals) -> None:
        """Ends a server by this signal: the one that takes the messages, where there are several."""
        ...

    def restore(self) -> None:
        """Starts it again with what it kept."""
        ...

    def go_away(self) -> None:
        """Ends all servers, in order."""
        ...

    def come_back(self) -> None:
        """Starts all of them again."""
        ...


@dataclass
class _Alone:
    server: RedisServer | RabbitServer | SqsServer

    def lose_one(self, how: signal.Signals) -> None:
        self.server.kill(how)

    def restore(self) -> None:
        self.server.start()

    def go_away(self) -> None:
        self.server.kill(signal.SIGTERM)

    def come_back(self) -> None:
        self.server.start()


@dataclass
class _Sentinels:
    servers: SentinelServers

    def lose_one(self, how: signal.Signals) -> None:
        self.servers.fail_over(how)

    def restore(self) -> None:
        self.servers.restore()

    def go_away(self) -> None:
        for member in (self.servers.replica, self.servers.master):
            member.program.kill(signal.SIGTERM)

    def come_back(self) -> None:
        self.servers.master.program.start()
        self.servers.replica.follow(self.servers.master.port)
        self.servers.until_whole()


@dataclass
class _Cluster:
    servers: RabbitCluster

    def lose_one(self, how: signal.Signals) -> None:
        # Clients dial the first node first.
        self.servers.kill(0, how)

    def restore(self) -> None:
        self.servers.start(0)

    def go_away(self) -> None:
        for index in range(len(self.servers.nodes)):
            self.servers.kill(index, signal.SIGTERM)

    def come_back(self) -> None:
        for node in self.servers.nodes:
            node.program.begin()  # each waits for the others
        for node in self.servers.nodes:
            node.program.until_ready()
        self.servers.until_whole()


@contextmanager
def private_broker(like: Address, name: str, *, patience: int | None = None) -> Iterator[tuple[Private, Address]]:
    """A broker of this kind that keeps what it has over a kill, where one can be had, and the address of an empty one.

    like: an address of one that others use, whose certificates it has too: a profile names one authority for broker and
    results. patience: seconds after which a RabbitMQ takes a message back that nobody acknowledged.
    """
    tls = _certificates(like) if name.endswith("-tls") else None
    if name == "sentinel":
        with sentinel_running(durable=True) as sentinels:
            options = {"broker_transport_options": {"master_name": sentinels.master_name}}
            yield _Sentinels(sentinels), Address(sentinels.url(), like.intents, options)
    elif name.startswith("redis"):
        with redis_running(durable=True, tls=tls) as redis:
            yield _Alone(redis), Address(redis.tls_url(0) if tls else redis.url(0), like.intents)
    elif name == "sqs":
        with sqs_running() as sqs:
            yield _Alone(sqs), Address(sqs.url, like.intents, {"broker_transport_options": sqs.options()})
    elif name == "rabbitmq-quorum":
        with cluster_running() as cluster:
            _hurry(cluster, patience)
            yield _Cluster(cluster), Address(cluster.fresh(), like.intents)
    else:
        with rabbitmq_running(tls=tls) as rabbit:
            _hurry(rabbit, patience)
            yield _Alone(rabbit), Address(rabbit.tls_url() if tls else rabbit.fresh(), like.intents)


def _certificates(like: Address) -> Certificates:
    folder = Path(str(like.intents["tls_ca"])).parent
    return Certificates(*(folder / f"{name}.pem" for name in Certificates.__slots__))


def _hurry(server: RabbitServer | RabbitCluster, patience: int | None) -> None:
    """RabbitMQ looks once in each interval only, for which rabbitmq.conf has no key; both are in milliseconds."""
    if patience is None:
        return
    for name, value in (("consumer_timeout", patience * 1000), ("channel_tick_interval", 1000)):
        words = f"[rpc:call(Node, application, set_env, [rabbit, {name}, {value}]) || Node <- rabbit_nodes:all()]."
        server.ctl("eval", words)
