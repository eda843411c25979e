"""What is measured against what: apps on the same servers, and how each differs from Celery's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from tests.servers.sentinel import MASTER

__all__ = ["CONTESTS", "Contest", "Contestant", "only"]

Part = Literal["control", "profile", "lever", "price"]
Way = Literal["publish", "pipeline", "batch"]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One app, on top of Celery's defaults.

    name: its row, in the words of whoever would write it. part: the defaults once more, which shows the noise; a
    profile as it is; a profile with one thing changed; or the price of one thing alone. profile: a shipped one, "" for
    none. intent, settings: on top of that. worker: more words of the worker's command line.
    way: how it publishes: one by one, in kombu's batches, or in celerykit's.
    """

    name: str
    part: Part
    profile: str = ""
    intent: Mapping[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    worker: tuple[str, ...] = ()
    way: Way = "publish"


@dataclass(frozen=True, slots=True)
class Contest:
    """Contestants on the same servers, each in pairs with Celery's defaults there.

    broker, store: kinds of servers, as `places` knows them. tasks: of one run, so many that publishing them and working
    on them take half a second or more each, where nothing else runs.
    settings: of all its apps, the defaults too: those without which nothing could be measured.
    frozen: a worker is stopped while it is not measured. Not where a stopped one would hold a lock.
    """

    name: str
    broker: str
    store: str
    rows: tuple[Contestant, ...]
    tasks: int = 1000
    settings: Mapping[str, object] = field(default_factory=dict)
    frozen: bool = True


_LATE: dict[str, object] = {"task_acks_late": True}
_SURVIVES = {**_LATE, "task_reject_on_worker_lost": True, "task_retry_on_worker_lost": True}
_CONFIRMS = {"broker_transport_options": {"confirm_publish": True}}
# Which of Sentinel's masters: without it nobody finds a server.
_MASTER = {"master_name": MASTER}
# A stopped worker sends none, and RabbitMQ would close its connection.
_NO_HEARTBEAT = {"broker_heartbeat": 0}
_QUORUM = {"task_default_queue_type": "quorum", "worker_detect_quorum_queues": True}
_EVENTS = {"worker_send_task_events": True, "task_send_sent_event": True}


_NOTHING = Contestant("nothing", "control")


def _profile(profile: str) -> tuple[Contestant, ...]:
    """The profile as it is, and what changes the rate of every one."""
    return (
        Contestant(profile, "profile", profile),
        Contestant('results = "none"', "lever", profile, intent={"results": "none"}),
        Contestant("task_track_started = false", "lever", profile, settings={"task_track_started": False}),
    )


def _more_levers(profile: str) -> tuple[Contestant, ...]:
    return (
        Contestant('delivery = "at-most-once"', "lever", profile, intent={"delivery": "at-most-once"}),
        Contestant("worker_prefetch_multiplier = 4", "lever", profile, settings={"worker_prefetch_multiplier": 4}),
        Contestant("--pool threads", "lever", profile, worker=("--pool=threads",)),
    )


def _in_a_batch(profile: str) -> Contestant:
    return Contestant("celerykit.batch", "lever", profile, way="batch")


_PRICES = (
    Contestant("late acknowledgement", "price", settings=_LATE),
    Contestant("surviving a killed worker", "price", settings=_SURVIVES | {"worker_prefetch_multiplier": 1}),
    Contestant("the state STARTED", "price", settings={"task_track_started": True}),
    Contestant("events", "price", settings=_EVENTS),
    Contestant("no connection pool", "price", settings={"broker_pool_limit": 0}),
)
_PRICES_OF_RABBITMQ = (
    *_PRICES,
    Contestant("confirms", "price", settings=_CONFIRMS),
    Contestant("a quorum queue", "price", settings=_QUORUM),
    Contestant("a quorum queue and confirms", "price", settings=_QUORUM | _CONFIRMS),
    Contestant("three priorities", "price", settings={"task_queue_max_priority": 2, "task_default_priority": 1}),
)

CONTESTS = (
    Contest(
        "Redis, results in Redis",
        "redis",
        "redis",
        (
            _NOTHING,
            *_profile("redis-redis"),
            *_more_levers("redis-redis"),
            Contestant("kombu's batches", "lever", "redis-redis", way="pipeline"),
            *_PRICES,
        ),
    ),
    Contest(
        "RabbitMQ, results by rpc",
        "rabbitmq",
        "rpc",
        (
            _NOTHING,
            *_profile("rabbitmq-rpc"),
            *_more_levers("rabbitmq-rpc"),
            _in_a_batch("rabbitmq-rpc"),
            *_PRICES_OF_RABBITMQ,
        ),
        settings=_NO_HEARTBEAT,
    ),
    Contest(
        "RabbitMQ, results in Redis",
        "rabbitmq",
        "redis",
        (*_profile("rabbitmq-redis"), _in_a_batch("rabbitmq-redis")),
        settings=_NO_HEARTBEAT,
    ),
    Contest(
        "RabbitMQ with quorum queues, results in Redis",
        "rabbitmq",
        "redis",
        (*_profile("rabbitmq-quorum"), _in_a_batch("rabbitmq-quorum")),
        settings=_NO_HEARTBEAT,
    ),
    Contest(
        "Redis behind Sentinel",
        "sentinel",
        "sentinel",
        _profile("redis-sentinel"),
        settings={"broker_transport_options": _MASTER, "result_backend_transport_options": _MASTER},
    ),
    Contest(
        "RabbitMQ, results in PostgreSQL",
        "rabbitmq",
        "postgresql",
        _profile("rabbitmq-database"),
        tasks=600,
        settings=_NO_HEARTBEAT,
    ),
    Contest(
        "SQLite",
        "sqlite",
        "sqlite",
        (Contestant("sqlalchemy-backend", "profile", "sqlalchemy-backend"),),
        tasks=24,
        frozen=False,
    ),
)


def only(contest: Contest, text: str) -> Contest | None:
    """The contest with its control and the rows that have this text in them, all of them where its name has it.

    None where nothing has it.
    """
    if text in contest.name:
        return contest
    rows = tuple(row for row in contest.rows if row.part == "control" or text in row.name or text in row.profile)
    return replace(contest, rows=rows) if any(row.part != "control" for row in rows) else None
