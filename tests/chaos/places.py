"""The servers that runs happen on: how they are reached, broken, mended and looked into."""

from __future__ import annotations

import itertools
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial

from tests.chaos.held import in_rabbitmq, in_redis
from tests.chaos.plan import Fault
from tests.chaos.setup import VISIBLE
from tests.servers.cluster import RabbitCluster, cluster_running
from tests.servers.rabbitmq import RabbitServer, rabbitmq_running
from tests.servers.redis import RedisServer, redis_running
from tests.servers.sentinel import sentinel_running

__all__ = ["HOSTS", "Host", "Place"]

OUTAGE = 1.0  # seconds that a server that starts at once stays down
GONE = 3.0  # seconds that a node of a cluster stays down, on top of its start
TASKS = frozenset({"chaos", "celery"})  # the queue of tasks: of the app's name under a profile, of Celery's defaults
SIGNALS = {"restart": signal.SIGTERM, "kill": signal.SIGKILL}


@dataclass(frozen=True)
class Place:
    """Room for one run on a server: empty, and nobody else's.

    reach: settings without which no Celery can use it. ours: settings over the profile's, to spare the run waiting.
    strike: breaks the server and mends it, and says what it did. left: whether it still has any message.
    held: the ids of the tasks that it still has, when no worker is left; they may be taken out.
    """

    broker_url: str
    result_backend: str
    strike: Callable[[Fault], str]
    left: Callable[[], bool]
    held: Callable[[], Sequence[str]]
    reach: Mapping[str, object] = field(default_factory=dict)
    ours: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Host:
    """A kind of server. comes_back: seconds after which a dead worker's tasks are given out again under a profile.

    open: starts the servers for a block, and yields a function that gives a new place at each call.
    """

    comes_back: float
    open: Callable[[], AbstractContextManager[Callable[[], Place]]]


@contextmanager
def _redis() -> Iterator[Callable[[], Place]]:
    with redis_running(durable=True) as server:

        def strike(fault: Fault) -> str:
            return _down_and_up(server, SIGNALS[fault.kind])

        def place() -> Place:
            broker, results = server.fresh_pair()
            held = partial(in_redis, broker)
            ours = {"broker_transport_options": {"visibility_timeout": VISIBLE}}
            return Place(broker, results, strike, lambda: bool(held()), held, ours=ours)

        yield place


@contextmanager
def _rabbitmq() -> Iterator[Callable[[], Place]]:
    with rabbitmq_running() as server, redis_running(durable=True) as store:

        def strike(fault: Fault) -> str:
            if fault.kind == "results":
                return _down_and_up(store, signal.SIGKILL)
            server.kill(SIGNALS[fault.kind])
            server.start()
            return f"rabbitmq {SIGNALS[fault.kind].name}"

        def place() -> Place:
            broker = server.fresh()
            return Place(broker, store.fresh_pair()[1], strike, *_looks(server, broker))

        yield place


@contextmanager
def _sentinel() -> Iterator[Callable[[], Place]]:
    with sentinel_running(durable=True) as servers:
        databases = itertools.count(0, 2)
        named = {"master_name": servers.master_name}
        reach = {"broker_transport_options": named, "result_backend_transport_options": named}
        ours = reach | {"broker_transport_options": named | {"visibility_timeout": VISIBLE}}

        def strike(fault: Fault) -> str:
            servers.fail_over()
            servers.restore()
            return "master SIGKILL"

        def held(database: int) -> Sequence[str]:
            # The master at the end is another one than at the start.
            return in_redis(f"redis://127.0.0.1:{servers.master.port}/{database}")

        def place() -> Place:
            first = next(databases)
            urls = servers.url(first), servers.url(first + 1)
            return Place(*urls, strike, lambda: bool(held(first)), lambda: held(first), reach, ours)

        yield place


@contextmanager
def _cluster() -> Iterator[Callable[[], Place]]:
    with cluster_running() as cluster, redis_running() as store:

        def strike(broker: str) -> str:
            leader = _leader(cluster, broker)
            cluster.kill(leader)
            time.sleep(GONE)
            cluster.start(leader)
            return f"node {leader} SIGKILL"

        def place() -> Place:
            broker = cluster.fresh()
            return Place(broker, store.fresh_pair()[1], lambda _: strike(broker), *_looks(cluster, broker))

        yield place


def _down_and_up(server: RedisServer, how: signal.Signals) -> str:
    server.kill(how)
    time.sleep(OUTAGE)
    server.start()
    return f"redis {how.name}"


def _looks(server: RabbitServer | RabbitCluster, url: str) -> tuple[Callable[[], bool], Callable[[], Sequence[str]]]:
    """`left` and `held` of a virtual host, by all its queues."""
    return (
        lambda: any(number != "0" for (number,) in _queues(server, url, "messages")),
        lambda: in_rabbitmq(url, [name for (name,) in _queues(server, url, "name")]),
    )


def _leader(cluster: RabbitCluster, url: str) -> int:
    """The node that leads the queue of tasks: the one whose loss is felt."""
    (leader,) = [leader for name, leader in _queues(cluster, url, "name", "leader") if name in TASKS]
    return [node.name for node in cluster.nodes].index(leader)


def _queues(server: RabbitServer | RabbitCluster, url: str, *columns: str) -> Sequence[list[str]]:
    host = url.rpartition("/")[2]
    said = server.ctl("list_queues", "--vhost", host, "--no-table-headers", *columns)
    return [row.split("\t") for row in said.splitlines()]


# Celery's retry of a killed task waits 5 s, and a sweep of what Redis holds is due every 5 s.
HOSTS: Mapping[str, Host] = {
    "redis": Host(VISIBLE + 10, _redis),
    "rabbitmq": Host(5, _rabbitmq),
    "sentinel": Host(VISIBLE + 10, _sentinel),
    "cluster": Host(5, _cluster),
}
