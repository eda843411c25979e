"""Fixtures: real servers, private to the run. Tests that ask for one carry the mark `servers`."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings

from tests.servers.postgres import PostgresServer, postgres_running
from tests.servers.rabbitmq import RabbitServer, rabbitmq_running
from tests.servers.redis import RedisServer, redis_running

SERVERS = frozenset({"redis_server", "rabbitmq_server", "postgres_server"})


def pytest_configure() -> None:
    """Makes SIGTERM end the run as Ctrl-C does: fixtures are taken down, servers stopped.

    A shell starts what it runs in the background with SIGINT ignored, and programs that we start would inherit that.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A shared machine is slow at times, which is no failure. A build server tries the same examples at each run, so
    # that what it says of a change is about the change.
    settings.register_profile("celerykit", deadline=None, derandomize=bool(os.environ.get("CI")))
    settings.load_profile("celerykit")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuses a test that would start a server in a run that was asked for none."""
    asked = SERVERS.intersection(getattr(item, "fixturenames", ()))
    if asked and not item.get_closest_marker("servers"):
        pytest.fail(f"a test that uses {', '.join(sorted(asked))} carries @pytest.mark.servers", pytrace=False)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis, started when the first test asks for it."""
    with redis_running() as server:
        yield server
        # A result that an exception's traceback keeps unsubscribes when it is collected: after the server's end it
        # would try to reconnect for minutes.
        gc.collect()


@pytest.fixture(scope="session")
def rabbitmq_server() -> Iterator[RabbitServer]:
    """A RabbitMQ, started when the first test asks for it."""
    with rabbitmq_running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL, started when the first test asks for it."""
    with postgres_running() as server:
        yield server


@pytest.fixture
def redis_urls(redis_server: RedisServer) -> tuple[str, str]:
    """The URLs of two empty databases of one Redis, side by side."""
    return redis_server.fresh_pair()


@pytest.fixture
def redis_url(redis_urls: tuple[str, str]) -> str:
    """The URL of an empty Redis database."""
    return redis_urls[0]


@pytest.fixture
def redis_url_other(redis_urls: tuple[str, str]) -> str:
    """The URL of the database next to that of `redis_url`, empty too."""
    return redis_urls[1]


@pytest.fixture
def more_redis_urls(redis_server: RedisServer) -> Callable[[], tuple[str, str]]:
    """A function that gives the URLs of two further empty databases at each call."""
    return redis_server.fresh_pair


@pytest.fixture
def rabbitmq_url(rabbitmq_server: RabbitServer) -> str:
    """The URL of a fresh virtual host."""
    return rabbitmq_server.fresh()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """The SQLAlchemy URL of a fresh database: `postgresql+psycopg://…`."""
    return postgres_server.fresh()
