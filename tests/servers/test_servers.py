"""The servers of the tests themselves: private, fresh for each test, and gone with whoever asked for them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy
from kombu import Connection

from tests.servers.process import NotInTime, ServerMissing, eventually, free_port, free_ports, listens, program, started
from tests.servers.redis import RedisServer
from tests.servers.sqs import SqsServer

ROOT = Path(__file__).parents[2]


def can_bind(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@pytest.mark.servers
def test_redis_databases_are_two_and_empty(redis_url: str, redis_url_other: str) -> None:
    import redis

    assert redis_url != redis_url_other
    for url in (redis_url, redis_url_other):
        with redis.Redis.from_url(url) as client:
            assert client.dbsize() == 0
            client.set("left", "behind")


@pytest.mark.servers
def test_redis_databases_are_emptied_before_they_come_round_again(redis_server: RedisServer) -> None:
    import redis

    first, _ = redis_server.fresh_pair()
    with redis.Redis.from_url(first) as client:
        client.set("left", "behind")
        while redis_server.fresh_pair()[0] != first:
            pass
        assert client.dbsize() == 0


@pytest.mark.servers
def test_rabbitmq_takes_and_gives_a_message(rabbitmq_url: str) -> None:
    with Connection(rabbitmq_url) as connection:
        queue = connection.SimpleQueue("letters")
        queue.put("hello")
        message = queue.get(timeout=5)
        message.ack()
        assert message.payload == "hello"
        queue.close()


@pytest.mark.servers
def test_postgres_database_is_empty_and_writable(postgres_url: str) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == []
        connection.execute(sqlalchemy.text("create table left_behind (n int)"))
    engine.dispose()


@pytest.mark.servers
def test_postgres_database_is_another_one_for_each_test(postgres_url: str) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == []
    engine.dispose()


@pytest.mark.servers
def test_mariadb_database_is_empty_and_writable(mariadb_url: str) -> None:
    engine = sqlalchemy.create_engine(mariadb_url)
    with engine.begin() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == []
        connection.execute(sqlalchemy.text("create table left_behind (n int)"))
    engine.dispose()


@pytest.mark.servers
def test_mariadb_database_is_another_one_for_each_test(mariadb_url: str) -> None:
    engine = sqlalchemy.create_engine(mariadb_url)
    with engine.begin() as connection:
        assert sqlalchemy.inspect(connection).get_table_names() == []
    engine.dispose()


@pytest.mark.servers
def test_sqs_takes_and_gives_a_message(sqs_server: SqsServer) -> None:
    with Connection(sqs_server.url, transport_options=sqs_server.options()) as connection:
        queue = connection.SimpleQueue("letters")
        queue.put("hello")
        message = queue.get(timeout=10)
        message.ack()
        assert message.payload == "hello"
        queue.close()


@pytest.mark.servers
def test_sqs_queues_are_others_for_each_set_of_options(sqs_server: SqsServer) -> None:
    prefixes = [sqs_server.options()["queue_name_prefix"] for _ in range(2)]
    assert prefixes[0] != prefixes[1]


def test_a_missing_server_is_an_error_that_names_its_package() -> None:
    with pytest.raises(ServerMissing, match="apt-get install no-such-package"):
        program("no-such-server", "no-such-package")


def test_free_ports_are_different_and_out_of_reach_of_outgoing_connections() -> None:
    ports = free_ports(50)
    assert len(set(ports)) == 50
    assert all(can_bind(port) and port < 32768 for port in ports)


def test_waiting_ends_with_what_was_waited_for() -> None:
    with pytest.raises(NotInTime, match=r"not within 0 s: a miracle; the last answer was False"):
        eventually(lambda: False, limit=0, what="a miracle")


def test_a_program_that_ends_too_early_is_shown_with_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('my last words')"]
    with (
        started(command, log=tmp_path / "log") as running,
        pytest.raises(NotInTime, match=r"(?s)ended before it was ready.*my last words"),
    ):
        running.until(lambda: False, limit=20, what="ready")


def test_the_children_of_a_program_end_with_it(tmp_path: Path) -> None:
    port = free_port()
    child = f"import socket; socket.create_server(('127.0.0.1', {port})).accept()"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with started([sys.executable, "-c", code], log=tmp_path / "log") as running:
        # The port is looked at from outside: to connect would end the child by itself.
        running.until(lambda: not can_bind(port), limit=20, what="the child listens")
    eventually(lambda: can_bind(port), limit=5, what="the child is gone")


@pytest.mark.servers
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_no_server_behind(tmp_path: Path, how: signal.Signals) -> None:
    test = tmp_path / "test_waits.py"
    test.write_text(
        "import time\n"
        "import pytest\n"
        "from tests.conftest import redis_server\n"
        "@pytest.mark.servers\n"
        "def test_waits(redis_server):\n"
        "    print('port', redis_server.port, flush=True)\n"
        "    time.sleep(600)\n"
    )
    command = [sys.executable, "-m", "pytest", "-s", "-p", "tests.conftest", "--rootdir", str(ROOT), str(test)]
    # What a killed run cannot remove goes with this test's folder.
    env = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        port = next(int(line.split("port")[1]) for line in run.stdout if "port " in line)
        assert listens(port)
        run.send_signal(how)
        eventually(lambda: not listens(port), limit=20, what="the server is gone")
        run.stdout.read()


def test_asking_for_a_server_without_the_mark_is_an_error(tmp_path: Path) -> None:
    test = tmp_path / "test_unmarked.py"
    test.write_text("from tests.conftest import *\ndef test_asks(redis_url):\n    assert redis_url\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "--rootdir", str(ROOT), str(test)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "a test that uses redis_server carries @pytest.mark.servers" in run.stdout
    assert run.returncode == 1
