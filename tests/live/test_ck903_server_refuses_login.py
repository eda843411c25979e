from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from celerykit.findings import Finding
from tests.live.build import found
from tests.servers.mariadb import MariaServer
from tests.servers.rabbitmq import RabbitServer
from tests.servers.redis import RedisServer, redis_running

pytestmark = pytest.mark.servers

PASSWORD = "geheim"


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    """A Redis that wants a password, and forbids the user bob to ask for INFO or to ping."""
    with redis_running() as running:
        with redis.Redis(port=running.port) as client:
            client.execute_command("ACL SETUSER bob on >falsch ~* +@all -ping -info")
            client.config_set("requirepass", PASSWORD)
        yield running


def both(server: RedisServer, login: str) -> list[Finding]:
    url = server.url(0).replace("redis://", f"redis://{login}")
    return found("CK903", broker_url=url, result_backend=url)


def test_is_silent_where_the_password_is_right(server: RedisServer) -> None:
    assert both(server, f":{PASSWORD}@") == []


def test_finds_a_wrong_password(server: RedisServer) -> None:
    broker, results = both(server, ":falsch@")

    assert broker.message == results.message == "it refuses the user or the password"
    assert "result_backend" in results.fix
    assert "%40" in results.fix
    assert "falsch" not in repr([broker, results])


def test_finds_an_unknown_user(server: RedisServer) -> None:
    assert [one.message for one in both(server, "eva:falsch@")] == ["it refuses the user or the password"] * 2


def test_finds_that_no_password_is_given(server: RedisServer) -> None:
    assert [one.message for one in both(server, "")] == ["it asks for a password, and none is given"] * 2


def test_finds_that_an_access_list_forbids_it(server: RedisServer) -> None:
    words = "its access list forbids the user what Celery needs"
    assert [one.message for one in both(server, "bob:falsch@")] == [words] * 2


def test_finds_it_of_rabbitmq(rabbitmq_server: RabbitServer) -> None:
    url = rabbitmq_server.fresh()

    (finding,) = found("CK903", broker_url=url.replace(rabbitmq_server.node.password, "falsch"))

    assert finding.message == "it refuses the user or the password"
    assert found("CK903", broker_url=url) == []


def test_finds_it_of_mariadb(mariadb_server: MariaServer) -> None:
    url = f"db+{mariadb_server.fresh()}"

    (finding,) = found("CK903", broker_url="memory://", result_backend=url.replace(mariadb_server.password, "falsch"))

    assert finding.message == "it refuses the user or the password"
    assert found("CK903", broker_url="memory://", result_backend=url) == []


def test_finds_it_of_postgresql(postgres_url: str) -> None:
    url = f"db+{postgres_url}"

    (finding,) = found("CK903", broker_url="memory://", result_backend=url.replace("://celerykit@", "://eva:falsch@"))

    assert finding.message == "it refuses the user or the password"
