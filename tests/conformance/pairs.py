"""The brokers and the result backends that are tried, and how a profile reaches each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.conformance.django_project import prepare

__all__ = ["BACKENDS", "BROKERS", "REFERENCE", "Address", "Kind", "Pair", "backend_in", "broker_in", "by_name"]


@dataclass(frozen=True, slots=True)
class Address:
    """What a profile must say to use a broker or a backend that is empty: its URL, and intents and settings besides."""

    url: str
    intents: Mapping[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A broker or a backend.

    server: it takes one, which the supply starts; else it lives in the run's folder. restarts: the server can be killed
    and started again with what it kept. processes: sender and worker may be processes of their own. tls: the way to it
    is encrypted, to results too. profile: the shipped one that is built on. absent: why it cannot be tried here.
    """

    name: str
    title: str
    server: bool = True
    restarts: bool = False
    processes: bool = True
    tls: bool = False
    profile: str = "shipped:redis-redis"
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A broker with a result backend."""

    broker: Kind
    backend: Kind

    @property
    def absent(self) -> str:
        """Why it cannot be tried here, "" where it can."""
        return self.broker.absent or self.backend.absent

    def __str__(self) -> str:
        return f"{self.broker.name} with {self.backend.name}"


BROKERS = (
    Kind("redis", "Redis", restarts=True),
    Kind("redis-tls", "Redis over TLS", restarts=True, tls=True),
    Kind("sentinel", "Redis Sentinel", restarts=True, profile="shipped:redis-sentinel"),
    Kind("rabbitmq", "RabbitMQ, classic queues", restarts=True, profile="shipped:rabbitmq-redis"),
    Kind("rabbitmq-quorum", "RabbitMQ, quorum queues", restarts=True, profile="shipped:rabbitmq-redis"),
    Kind("rabbitmq-tls", "RabbitMQ over TLS", restarts=True, tls=True, profile="shipped:rabbitmq-redis"),
    Kind("sqs", "SQS", profile="shipped:sqs-redis"),
    Kind("sqlalchemy", "SQLAlchemy on SQLite", server=False),
    Kind("filesystem", "filesystem", server=False),
    Kind("memory", "memory", server=False, processes=False),
)
BACKENDS = (
    Kind("redis", "Redis"),
    Kind("rpc", "rpc", server=False),
    Kind("sqlite", "SQLite", server=False),
    Kind("postgresql", "PostgreSQL"),
    Kind("mariadb", "MariaDB"),
    Kind("django", "Django ORM", server=False),
    Kind("mongodb", "MongoDB", absent="no MongoDB server can be had where this was measured"),
    Kind("filesystem", "filesystem", server=False),
    Kind("cache", "cache (memory)", server=False, processes=False),
)
# The backend with which behaviours are tried that do not depend on it.
REFERENCE = "redis"


def by_name(kinds: tuple[Kind, ...], name: str) -> Kind:
    """The kind of that name; LookupError where there is none."""
    found = next((kind for kind in kinds if kind.name == name), None)
    if found is None:
        raise LookupError(f"{name} is none of {', '.join(kind.name for kind in kinds)}")
    return found


def broker_in(folder: Path, name: str) -> Address:
    """The address of a broker that needs no server, but a folder."""
    return _BROKERS[name](folder)


def backend_in(folder: Path, name: str) -> Address:
    """The same of a result backend."""
    return _BACKENDS[name](folder)


def _filesystem(folder: Path) -> Address:
    messages, control = folder / "messages", folder / "control"
    for path in (messages, control):
        path.mkdir(exist_ok=True)
    options = {"data_folder_in": str(messages), "data_folder_out": str(messages), "control_folder": str(control)}
    return Address("filesystem://", settings={"broker_transport_options": options})


def _files(folder: Path) -> Address:
    results = folder / "results"
    results.mkdir(exist_ok=True)
    return Address(f"file://{quote(str(results))}")


def _django(folder: Path) -> Address:
    """One database for all stations of a pair, as Django has one for a process."""
    database = folder.parent / "django.sqlite3"
    if not database.exists():
        prepare(database)
    return Address("django-db")


_BROKERS: Mapping[str, Callable[[Path], Address]] = {
    "filesystem": _filesystem,
    "memory": lambda folder: Address("memory://"),
    "sqlalchemy": lambda folder: Address(f"sqla+sqlite:///{folder / 'messages.sqlite3'}"),
}
_BACKENDS: Mapping[str, Callable[[Path], Address]] = {
    "cache": lambda folder: Address("cache+memory://"),
    "django": _django,
    "filesystem": _files,
    "rpc": lambda folder: Address("rpc://"),
    "sqlite": lambda folder: Address(f"db+sqlite:///{folder / 'results.sqlite3'}"),
}
