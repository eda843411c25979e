"""Fixtures: real servers, private to the run. Tests that ask for one carry the mark `servers`."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from celerykit.live.deadlines import THREAD as DOCTOR
from tests.browser import Browser, browser_running
from tests.servers.certificates import Certificates, certificates
from tests.servers.cluster import RabbitCluster, cluster_running
from tests.servers.mariadb import MariaServer, mariadb_running
from tests.servers.postgres import PostgresServer, postgres_running
from tests.servers.rabbitmq import RabbitServer, rabbitmq_running
from tests.servers.redis import RedisServer, redis_running
from tests.servers.sentinel import SentinelServers, sentinel_running
from tests.servers.sqs import SqsServer, sqs_running

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The oldest supported packages are tried without those of SQS, whose stand-in wants newer ones of its own.
_OF_SQS = [
    "brokers/test_sqs.py",
    "brokers/test_sqs_running.py",
    "rules/proofs/test_ck406_visibility_timeout_invalid.py",
    "rules/proofs/test_ck408_sqs_predefined_missing_queue.py",
]
# They import what Celery did not have then.
_OF_NEWER = [
    "rules/proofs/test_ck117_deprecated_acks_setting.py",
    "rules/proofs/test_ck504_duplicate_task_name.py",
    "rules/proofs/test_ck528_delayed_undeclared_queue.py",
    "rules/proofs/test_ck529_delayed_delivery_broker_url.py",
]
collect_ignore = [] if version("celery") >= "5.5" else _OF_SQS + _OF_NEWER

GIVING_UP = 30.0  # seconds in which a client of the doctor has given up by itself
SERVERS = frozenset(
    {
        "browser",
        "mariadb_server",
        "postgres_server",
        "rabbitmq_cluster",
        "rabbitmq_server",
        "redis_server",
        "redis_tls_server",
        "sentinel_servers",
        "sqs_server",
    }
)


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


def pytest_collection_finish() -> None:
    """Spares the garbage collector ten thousand tests that stay to the end: many tests have it look at all there is."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuses a test that would start a server in a run that was asked for none."""
    asked = SERVERS.intersection(getattr(item, "fixturenames", ()))
    if asked and not item.get_closest_marker("servers"):
        pytest.fail(f"a test that uses {', '.join(sorted(asked))} carries @pytest.mark.servers", pytrace=False)


@pytest.fixture(autouse=True)
def no_doctor_is_left() -> Iterator[None]:
    """What the doctor gave up ends before the next test: a client that tries again draws random numbers meanwhile."""
    yield
    for thread in threading.enumerate():
        if thread.name == DOCTOR:
            thread.join(GIVING_UP)
            assert not thread.is_alive(), f"a server is still being asked after {GIVING_UP:g} s"


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis, started when the first test asks for it."""
    with redis_running() as server:
        yield server
        # A result that an exception's traceback keeps unsubscribes when it is collected: after the server's end it
        # would try to reconnect for minutes.
        gc.collect()


@pytest.fixture(scope="session")
def server_certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates for the servers that speak TLS, and for their clients."""
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def redis_tls_server(server_certificates: Certificates) -> Iterator[RedisServer]:
    """A Redis that speaks TLS on a second port, started when the first test asks for it."""
    with redis_running(tls=server_certificates) as server:
        yield server
        gc.collect()


@pytest.fixture(scope="session")
def rabbitmq_server(server_certificates: Certificates) -> Iterator[RabbitServer]:
    """A RabbitMQ that speaks TLS on a second port, started when the first test asks for it."""
    with rabbitmq_running(tls=server_certificates) as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq_tls_server(rabbitmq_server: RabbitServer) -> RabbitServer:
    """The same RabbitMQ: a second one would cost seconds."""
    return rabbitmq_server


@pytest.fixture(scope="session")
def postgres_server(server_certificates: Certificates) -> Iterator[PostgresServer]:
    """A PostgreSQL that speaks TLS to who asks for it, started when the first test asks for it."""
    with postgres_running(tls=server_certificates) as server:
        yield server


@pytest.fixture(scope="session")
def sentinel_servers() -> Iterator[SentinelServers]:
    """A Redis with a replica and three sentinels, started when the first test asks for it.

    Whoever makes them fail over restores them.
    """
    with sentinel_running() as servers:
        yield servers
        gc.collect()


@pytest.fixture(scope="session")
def rabbitmq_cluster() -> Iterator[RabbitCluster]:
    """Three RabbitMQ nodes, started when the first test asks for it, which takes 10 to 30 seconds.

    Whoever kills one starts it again.
    """
    with cluster_running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def mariadb_server(server_certificates: Certificates) -> Iterator[MariaServer]:
    """A MariaDB that speaks TLS to who asks for it, started when the first test asks for it."""
    with mariadb_running(tls=server_certificates) as server:
        yield server


@pytest.fixture(scope="session")
def sqs_server() -> Iterator[SqsServer]:
    """A server that speaks the protocol of SQS, started when the first test asks for it."""
    with sqs_running() as server:
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


@pytest.fixture
def mariadb_url(mariadb_server: MariaServer) -> str:
    """The SQLAlchemy URL of a fresh database: `mysql+pymysql://…`."""
    return mariadb_server.fresh()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of one file: no longer, as no asyncio.run() works beside it."""
    with browser_running() as browser:
        yield browser


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a file's page, as Browser.page does.

    What went wrong on a page (an error in its console, a request) fails the test at its end.
    """
    with ExitStack() as opened:
        yield lambda *args, **kwargs: opened.enter_context(browser.page(*args, **kwargs))


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for pictures of pages: that of the variable SCREENSHOTS, to look at them, else a temporary one."""
    named = os.environ.get("SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
