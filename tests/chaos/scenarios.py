"""What is done to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.chaos.setup import Work

__all__ = ["SCENARIOS", "Scenario"]

USUAL = Work()
# Tasks that outlast an orchestrator's patience, among short ones.
LONG = Work(tasks=600, slow_every=20)
WITH_POISON = Work(tasks=1000, poison=3)
QUORUM = {"task_default_queue_type": "quorum"}


@dataclass(frozen=True, slots=True)
class Told:
    """title: what is done, as a row is named. means: what that is, for who has to judge whether it is his own case."""

    title: str
    means: str


CHILD = Told("pool processes killed -9", "one process of a worker, as the kernel does when memory runs out")
WORKER = Told("workers killed -9, with their pools", "all processes of a worker at once, as when a container is gone")
MAIN = Told("workers' main processes killed -9", "the main process alone; its pool is left behind for a moment")
STOP = Told(
    "workers stopped: SIGTERM, 2 s, SIGKILL",
    "as by an orchestrator that waits too short: every twentieth of these tasks takes 3 s",
)
POISON = Told("three tasks that kill their process", "whenever they are run, as those do that need too much memory")
REDIS_RESTART = Told("Redis restarted", "SIGTERM, a second down, and started with what its append-only file kept")
REDIS_KILL = Told("Redis killed -9", "the same with SIGKILL")
FAILOVER = Told("master killed -9, failover", "Sentinel makes the replica the master, and the killed one its replica")
RESULTS = Told("the Redis with the results killed -9", "a second down; the broker is left alone")
RESTART = Told("RabbitMQ restarted", "SIGTERM, and started again, which takes it some seconds")
KILL = Told("RabbitMQ killed -9", "the same with SIGKILL")
NODE = Told("the node that leads the queue killed -9", "one of three nodes, started again after 3 s")


@dataclass(frozen=True, slots=True)
class Scenario:
    """name: for `--only`. where: of its table. host: in `HOSTS`. told: in the table.

    faults: their kinds, and how often each strikes. plain: what Celery's defaults need beside the URLs, to be compared.
    """

    name: str
    told: Told
    where: str
    host: str
    profile: str
    faults: Mapping[str, int]
    work: Work = USUAL
    plain: Mapping[str, object] = field(default_factory=dict)


def _workers(where: str, host: str, profile: str) -> tuple[Scenario, ...]:
    on = (where, host, profile)
    return (
        Scenario(f"{host}-child", CHILD, *on, {"child": 12}),
        Scenario(f"{host}-worker", WORKER, *on, {"worker": 4}),
        Scenario(f"{host}-main", MAIN, *on, {"main": 4}),
        Scenario(f"{host}-stop", STOP, *on, {"stop": 4}, LONG),
        Scenario(f"{host}-poison", POISON, *on, {}, WITH_POISON),
    )


REDIS = ("Redis", "redis", "redis-redis")
CLASSIC = ("RabbitMQ, classic queues", "rabbitmq", "rabbitmq-redis")
REPLICATED = ("RabbitMQ, quorum queues", "rabbitmq", "rabbitmq-quorum")
CLUSTER = ("RabbitMQ, quorum queues on three nodes", "cluster", "rabbitmq-quorum")
SENTINEL = ("Redis Sentinel", "sentinel", "redis-sentinel")

SCENARIOS: tuple[Scenario, ...] = (
    *_workers(*REDIS),
    Scenario("redis-restart", REDIS_RESTART, *REDIS, {"restart": 4}),
    Scenario("redis-kill", REDIS_KILL, *REDIS, {"kill": 4}),
    Scenario("sentinel-failover", FAILOVER, *SENTINEL, {"failover": 2}),
    *_workers(*CLASSIC),
    Scenario("rabbitmq-restart", RESTART, *CLASSIC, {"restart": 2}),
    Scenario("rabbitmq-kill", KILL, *CLASSIC, {"kill": 2}),
    Scenario("rabbitmq-results", RESULTS, *CLASSIC, {"results": 4}),
    Scenario("quorum-kill", KILL, *REPLICATED, {"kill": 2}, plain=QUORUM),
    Scenario("cluster-node", NODE, *CLUSTER, {"node": 3}, plain=QUORUM),
)
