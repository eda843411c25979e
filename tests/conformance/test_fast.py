"""A part of the conformance run, so that what the docs show is what is so."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.behaviours import ALL
from tests.conformance.cells import Cell, read
from tests.conformance.lab import Lab
from tests.conformance.pairs import BACKENDS, BROKERS, REFERENCE, Pair, by_name
from tests.conformance.supply import Servers
from tests.conformance.trying import try_all
from tests.servers.postgres import PostgresServer
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer

pytestmark = [
    pytest.mark.servers,
    pytest.mark.slow,
    # kombu's transport, with SQLAlchemy 2.1: it says so once in a process, and no user of celerykit can change it.
    pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy is deprecated"),
    # Celery leaves the connection on which rpc:// results come to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PAIRS = (("redis", "redis"), ("rabbitmq", "rpc"), ("rabbitmq", "postgresql"), ("sqlalchemy", "sqlite"))


@pytest.fixture
def servers(
    redis_server: RedisServer, rabbitmq_server: RabbitServer, postgres_server: PostgresServer
) -> Iterator[Servers]:
    given = Servers({"redis": redis_server, "rabbitmq": rabbitmq_server, "postgresql": postgres_server})
    yield given
    given.stop()
    gc.collect()  # here, where the mark above holds


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


@pytest.mark.parametrize(("broker", "backend"), PAIRS)
def test_what_the_docs_show_is_so(broker: str, backend: str, servers: Servers, tmp_path: Path) -> None:
    found: list[Cell] = []
    pair = Pair(by_name(BROKERS, broker), by_name(BACKENDS, backend))
    # As in the whole run, a behaviour that needs a broker only is tried with one backend.
    quick = [each for each in ALL if each.quick and (each.depends == "pair" or backend == REFERENCE)]
    try_all(Lab(pair, servers, tmp_path), quick, found.append, at_once=0)
    now = {cell.behaviour: cell.outcome for cell in found}
    shown = {cell.behaviour: cell.outcome for cell in read().cells if (cell.broker, cell.backend) == (broker, backend)}
    assert now == {behaviour.name: shown.get(behaviour.name) for behaviour in quick}, "\n".join(
        f"{cell.behaviour}: {cell.note}" for cell in found if cell.outcome == "broken"
    )
