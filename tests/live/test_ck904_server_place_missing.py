from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from celerykit.live.base import NotChecked
from tests.live.build import found
from tests.servers.process import free_port, scratch
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import redis_program
from tests.servers.restartable import stopped_at_the_end
from tests.servers.sentinel import SentinelServers

servers = pytest.mark.servers


@pytest.fixture(scope="module")
def four() -> Iterator[str]:
    """The URL of a Redis with four databases, up to their numbers."""
    with scratch() as folder:
        port = free_port()
        server = redis_program(folder, port, "--databases", "4", durable=False)
        with stopped_at_the_end(server):
            server.start()
            yield f"redis://127.0.0.1:{port}/"


def messages(broker_url: str = "memory://", **others: object) -> list[str]:
    return [one.message for one in found("CK904", broker_url=broker_url, **others)]


@servers
def test_finds_a_number_that_redis_has_not(four: str) -> None:
    broker, results = found("CK904", broker_url=f"{four}4", result_backend=f"{four}15")

    assert broker.message == "it has no database of that number: 4"
    assert results.message == "it has no database of that number: 15"
    assert results.fix == "take a lower number at the end of result_backend, or raise databases in redis.conf"


@servers
def test_is_silent_of_the_last_one(four: str) -> None:
    assert messages(f"{four}3", result_backend=f"{four}0") == []


@servers
def test_finds_virtual_hosts_that_are_missing_or_closed(rabbitmq_server: RabbitServer) -> None:
    rabbitmq_server.ctl("add_vhost", "closed")

    assert messages(rabbitmq_server.node.url("nowhere")) == ["it has no such virtual host: nowhere"]
    assert messages(rabbitmq_server.node.url("%2Fnowhere")) == ["it has no such virtual host: /nowhere"]
    assert messages(rabbitmq_server.node.url("closed")) == ["its user may not enter that virtual host: closed"]
    assert messages(rabbitmq_server.fresh()) == []


@servers
def test_finds_databases_that_are_missing(postgres_url: str, mariadb_url: str) -> None:
    for url in (postgres_url, mariadb_url):
        before, _, name = url.rpartition("/")
        assert messages(result_backend=f"db+{before}/{name}x") == [f"it has no such database: {name}x"]
        assert messages(result_backend=f"db+{url}") == []


@servers
def test_finds_a_master_that_no_sentinel_knows(sentinel_servers: SentinelServers) -> None:
    (message, *_) = messages(sentinel_servers.url(), broker_transport_options={"master_name": "nobody"})

    assert message == "no sentinel tells of a master of that name"
    assert (
        messages(sentinel_servers.url(), broker_transport_options={"master_name": sentinel_servers.master_name}) == []
    )


def test_finds_a_file_in_a_folder_that_is_missing(tmp_path: Path) -> None:
    (message,) = messages(result_backend=f"db+sqlite:///{tmp_path}/nowhere/results.sqlite3")

    assert message == "the file cannot be opened: its folder is missing, or closed to this user"


def test_makes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "results.sqlite3"

    with pytest.raises(NotChecked, match="is not there: Celery makes it when it first opens the store"):
        messages(result_backend=f"db+sqlite:///{file}")
    with pytest.raises(NotChecked, match="is not there: kombu makes it with the first message"):
        messages(f"sqla+sqlite:///{file}")
    assert not file.exists()
