"""Servers that tests kill: they come back with what they must keep, and others take over meanwhile."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
import redis
from amqp.exceptions import MessageNacked
from kombu import Connection, Queue
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel

from tests.servers.cluster import RabbitCluster
from tests.servers.process import NotInTime, eventually
from tests.servers.rabbitmq import rabbitmq_running
from tests.servers.redis import redis_running
from tests.servers.restartable import Restartable, stopped_at_the_end
from tests.servers.sentinel import SentinelServers

CONFIRM = {"confirm_publish": True}
LIMIT = 60.0  # seconds


def classic() -> Queue:
    return Queue("letters")


def replicated() -> Queue:
    return Queue("letters", queue_arguments={"x-queue-type": "quorum"})


def put(connection: Connection, queue: Queue) -> bool:
    """Whether the broker took a message: it refuses while a replicated queue has no leader."""
    with connection.channel() as channel:
        try:
            connection.Producer(channel).publish("hello", routing_key=queue.name, declare=[queue], delivery_mode=2)
        except MessageNacked:
            return False
        return True


def take(connection: Connection, queue: Queue) -> str:
    with connection.channel() as channel:
        message = eventually(lambda: queue(channel).get(no_ack=True), limit=LIMIT, what="a message")
        answer: str = message.payload
        return answer


def echo(folder: Path, *words: str) -> Restartable:
    """A program that says its words and `ready`, and waits."""
    code = "import signal, sys; print(*sys.argv[1:], 'ready', flush=True); signal.pause()"
    command = [sys.executable, "-c", code, *words]
    return Restartable(command, folder / "log", lambda said: "ready" in said, LIMIT)


def test_a_program_starts_again_after_a_kill_with_words_for_that_time(tmp_path: Path) -> None:
    program = echo(tmp_path, "always")
    with stopped_at_the_end(program):
        program.start("once")
        first = program.pid
        program.kill(signal.SIGTERM)
        assert not program.alive
        program.start()
        assert program.pid != first
    assert not program.alive
    assert program.output().splitlines() == ["always once ready", "always ready"]


def test_what_an_earlier_start_said_does_not_make_the_next_one_ready(tmp_path: Path) -> None:
    program = Restartable([sys.executable, "-c", "print('no')"], tmp_path / "log", lambda said: "ready" in said, LIMIT)
    (tmp_path / "log").write_text("ready\n")
    with stopped_at_the_end(program), pytest.raises(NotInTime, match="ended before it was ready"):
        program.start()


def test_a_program_that_ended_by_itself_is_no_kill(tmp_path: Path) -> None:
    program = echo(tmp_path)
    with stopped_at_the_end(program):
        program.start()
        os.kill(program.pid, signal.SIGKILL)
        eventually(lambda: not program.alive, limit=LIMIT)
        with pytest.raises(AssertionError, match="has ended by itself"):
            program.kill()


@pytest.mark.servers
@pytest.mark.parametrize("durable", [True, False])
def test_a_killed_redis_comes_back_and_remembers_what_it_wrote_down(durable: bool) -> None:
    with redis_running(durable=durable) as server, redis.Redis.from_url(server.url(0)) as client:
        client.set("name", "kept")
        server.kill()
        with pytest.raises(redis.ConnectionError):
            client.get("name")
        server.start()
        assert client.get("name") == (b"kept" if durable else None)


@pytest.mark.servers
def test_redis_keeps_its_data_in_a_folder_that_outlives_it(tmp_path: Path) -> None:
    for found in (None, b"kept"):
        with redis_running(durable=True, folder=tmp_path) as server, redis.Redis.from_url(server.url(0)) as client:
            assert client.get("name") == found
            client.set("name", "kept")


@pytest.mark.servers
@pytest.mark.slow
def test_a_killed_rabbitmq_comes_back_with_its_conf_and_its_messages() -> None:
    with rabbitmq_running(conf={"consumer_timeout": "7000"}) as server:
        with Connection(server.fresh(), transport_options=CONFIRM) as connection:
            url = connection.as_uri(include_password=True)
            assert put(connection, classic())
        server.kill()
        with pytest.raises(OSError, match="refused"):
            Connection(url, connect_timeout=5).connect()
        server.start()
        with Connection(url) as connection:
            assert take(connection, classic()) == "hello"
        assert "7000" in server.ctl("eval", "application:get_env(rabbit, consumer_timeout).")


@pytest.mark.servers
def test_after_a_failover_a_client_of_the_sentinels_writes_to_the_new_master(sentinel_servers: SentinelServers) -> None:
    before = sentinel_servers.master.port
    sentinels = Sentinel([("127.0.0.1", port) for port in sentinel_servers.ports], socket_timeout=5)
    retry = Retry(ConstantBackoff(0.2), 5)
    with sentinels.master_for(sentinel_servers.master_name, retry=retry) as client:
        client.set("name", "written before")
        assert client.wait(1, 10_000) == 1
        sentinel_servers.fail_over()
        assert sentinel_servers.master.port != before
        assert client.get("name") == b"written before"
        client.set("name", "written after")
        sentinel_servers.restore()
        assert client.wait(1, 10_000) == 1
    assert sentinel_servers.replica.port == before


@pytest.mark.servers
def test_kombu_writes_by_the_sentinels_that_the_url_names(sentinel_servers: SentinelServers) -> None:
    options = {"master_name": sentinel_servers.master_name}
    with Connection(sentinel_servers.url(3), transport_options=options) as connection:
        assert put(connection, classic())
        assert take(connection, classic()) == "hello"


@pytest.mark.servers
@pytest.mark.slow
def test_a_killed_node_leaves_a_replicated_queue_usable_and_comes_back(rabbitmq_cluster: RabbitCluster) -> None:
    url = rabbitmq_cluster.fresh()
    with Connection(url, transport_options=CONFIRM) as connection:
        assert put(connection, replicated())
    rabbitmq_cluster.kill(0)
    with Connection(url, transport_options=CONFIRM) as connection:
        connection.ensure_connection(max_retries=10)
        eventually(lambda: put(connection, replicated()), limit=LIMIT, what="the queue has a leader again")
        assert take(connection, replicated()) == "hello"
    rabbitmq_cluster.start(0)
    with Connection(url.split(";")[0]) as connection:
        assert take(connection, replicated()) == "hello"
