from __future__ import annotations

from collections.abc import Iterator

import pytest

from celerykit.live import load
from celerykit.live.base import NotChecked
from celerykit.live.system import system_of
from tests.live.build import LIMIT, found, tried
from tests.live.redis_states import client, configured
from tests.rules.build import project
from tests.servers.process import eventually, free_port
from tests.servers.redis import RedisServer, redis_running
from tests.servers.sentinel import SentinelServers

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def master() -> Iterator[RedisServer]:
    with redis_running() as running:
        yield running


@pytest.fixture(scope="module")
def replica(master: RedisServer) -> Iterator[RedisServer]:
    # Without the delay: the master would wait five seconds for others that want the same copy.
    with redis_running() as running, configured(master, repl_diskless_sync_delay="0"):
        with client(running) as asked:
            asked.replicaof("127.0.0.1", str(master.port))
            eventually(lambda: asked.info("replication")["master_link_status"] == "up", what="it has copied all")
        yield running


def test_finds_a_broker_that_takes_no_writes(master: RedisServer, replica: RedisServer) -> None:
    (finding,) = found("CK911", broker_url=replica.url(0))

    assert finding.severity == "error"
    assert f"it is a replica of 127.0.0.1:{master.port}, which takes no writes" in finding.message
    assert "broker_url" in finding.fix


def test_such_a_broker_indeed_refuses_tasks(replica: RedisServer) -> None:
    from celery import Celery
    from kombu.exceptions import OperationalError
    from redis.exceptions import ReadOnlyError

    app = Celery(broker=replica.url(0), set_as_current=False)
    with (
        pytest.raises((OperationalError, ReadOnlyError), match="read only replica"),
        app.connection_for_write() as made,
    ):
        app.send_task("any.task", connection=made, retry=False)


def test_finds_a_store_that_takes_no_writes(master: RedisServer, replica: RedisServer) -> None:
    (finding,) = found("CK911", broker_url=master.url(0), result_backend=replica.url(1))

    assert [str(thing) for thing in finding.things] == [f"results {replica.url(1)}"]
    assert "result_backend" in finding.fix


def test_finds_a_replica_that_takes_writes_for_itself(replica: RedisServer) -> None:
    with configured(replica, replica_read_only="no"):
        ((severity, _, message),) = tried("CK911", broker_url=replica.url(0))

    assert severity == "error"
    assert "what is written here is gone" in message


def test_is_silent_about_a_master(master: RedisServer) -> None:
    assert tried("CK911", broker_url=master.url(0), result_backend=master.url(1)) == []


def test_is_silent_about_another_broker() -> None:
    assert tried("CK911", broker_url="memory://") == []


def test_says_that_another_server_could_not_be_asked(master: RedisServer, replica: RedisServer) -> None:
    closed = f"redis://127.0.0.1:{free_port()}/0"
    (check,) = load(["CK911"])
    with system_of(project(broker_url=replica.url(0), result_backend=closed), limit=LIMIT) as system:
        findings = check.check(system)

        assert next(findings).code == "CK911"
        with pytest.raises(NotChecked, match="the result store could not be reached"):
            next(findings)


def test_is_silent_where_sentinels_lead_to_the_master(sentinel_servers: SentinelServers) -> None:
    options = {"master_name": sentinel_servers.master_name}

    silent = tried(
        "CK911",
        broker_url=sentinel_servers.url(0),
        broker_transport_options=options,
        result_backend=sentinel_servers.url(1),
        result_backend_transport_options=options,
    )

    assert silent == []
