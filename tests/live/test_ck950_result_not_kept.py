from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from sqlalchemy import text

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from tests.live.build import found
from tests.live.databases import with_tables
from tests.servers.process import eventually
from tests.servers.redis import RedisServer, redis_running

servers = pytest.mark.servers
# Celery calls what redis-py would rather see called otherwise.
pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated setex")


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis of its own: it is made a replica here."""
    with redis_running() as running:
        yield running


def looked_at(url: str, *, write: bool = True, **settings: object) -> list[Finding]:
    # Importing Celery in a second process takes its time on a busy machine.
    return found("CK950", broker_url="memory://", result_backend=url, write=write, limit=5, **settings)


def test_writes_nothing_unless_asked() -> None:
    with pytest.raises(NotChecked, match="nothing is stored without --write"):
        looked_at("redis://127.0.0.1:1/0", write=False)


@servers
def test_is_silent_where_a_second_process_reads_it_and_leaves_nothing(server: RedisServer) -> None:
    url = server.url(0)

    assert looked_at(url, result_expires=None) == []
    with redis.Redis.from_url(url) as client:
        assert client.dbsize() == 0


@servers
def test_is_silent_of_databases_and_leaves_no_row(postgres_url: str) -> None:
    engine = with_tables(postgres_url)

    assert looked_at(f"db+{postgres_url}") == []
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from celery_taskmeta")).scalar() == 0


def test_is_silent_of_a_folder(tmp_path: Path) -> None:
    assert looked_at(f"file://{tmp_path}") == []
    assert list(tmp_path.iterdir()) == []


def test_finds_a_store_in_memory() -> None:
    (finding,) = looked_at("cache+memory://")

    assert finding.severity == "error"
    assert finding.message.endswith("is not there for another, which reads the state PENDING")


@servers
def test_finds_a_store_that_takes_no_writes(server: RedisServer) -> None:
    with redis.Redis(port=server.port) as client:
        client.replicaof("127.0.0.1", 1)  # type: ignore[no-untyped-call]  # of redis-py
        try:
            (finding,) = looked_at(server.url(0))
        finally:
            client.replicaof("NO", "ONE")  # type: ignore[no-untyped-call]

    assert finding.message == "a result cannot be stored: it is a replica, and takes no writes"


@servers
def test_finds_a_result_that_cannot_be_decoded(server: RedisServer) -> None:
    (finding,) = looked_at(server.url(0), result_serializer="pickle", accept_content=["json"])

    assert finding.message == "a result that one process stores cannot be read by another: ContentDisallowed"


def test_is_not_checked_of_results_for_the_sender_alone() -> None:
    with pytest.raises(NotChecked, match="are for the sender alone"):
        looked_at("rpc://")


@servers
def test_makes_no_tables(postgres_url: str) -> None:
    with pytest.raises(NotChecked, match="the tables of results are not there, and Celery would make them"):
        looked_at(f"db+{postgres_url}")


# A doctor that stops between storing and reading, and waits there to be killed.
_STOPS = """
import time
import celerykit.live.kept_results as kept
from tests.live.build import found

def stop(*_):
    print("stored", flush=True)
    time.sleep(60)

kept._told = stop
found("CK950", broker_url="memory://", result_backend={url!r}, write=True, limit=30)
"""


@servers
def test_leaves_nothing_when_it_is_killed_in_between(server: RedisServer) -> None:
    url = server.url(2)
    with subprocess.Popen([sys.executable, "-c", _STOPS.format(url=url)], stdout=subprocess.PIPE, text=True) as doctor:
        assert doctor.stdout
        assert doctor.stdout.readline() == "stored\n"
        with redis.Redis.from_url(url) as client:
            (key,) = client.keys()
            assert key.startswith(b"celery-task-meta-")
            # Were the second process killed too, the key would be gone by itself.
            assert 0 < client.ttl(key) <= 60
            os.kill(doctor.pid, signal.SIGKILL)
            assert eventually(lambda: client.dbsize() == 0)
