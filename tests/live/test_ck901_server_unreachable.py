from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator

import pytest

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from tests.live.build import found
from tests.servers.process import closed_port
from tests.servers.sentinel import SentinelServers

SERVERS = {
    "redis": "broker_url",
    "amqp": "broker_url",
    "sqla+postgresql+psycopg": "broker_url",
    "rediss": "result_backend",
    "db+postgresql+psycopg": "result_backend",
    "db+mysql+pymysql": "result_backend",
    "mongodb": "result_backend",
}
each_server = pytest.mark.parametrize(("scheme", "setting"), SERVERS.items())
LIMIT = 0.4


def looked_at(setting: str, url: str, **others: object) -> list[Finding]:
    if url.startswith("rediss"):
        others["redis_backend_use_ssl"] = {"ssl_cert_reqs": "none"}
    return found("CK901", limit=LIMIT, **{"broker_url": "memory://"} | {setting: url} | others)


def healthy(broker_url: str, result_backend: str) -> list[Finding]:
    """The same of servers that may take their time."""
    return found("CK901", limit=5, broker_url=broker_url, result_backend=result_backend)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@each_server
def test_finds_that_nobody_listens(scheme: str, setting: str) -> None:
    (finding,) = looked_at(setting, f"{scheme}://u:geheim@127.0.0.1:{closed_port()}/1")

    assert finding.severity == "error"
    assert finding.message == "nobody listens there"
    assert setting in finding.fix
    assert "geheim" not in repr(finding)


@each_server
def test_finds_a_server_that_accepts_and_never_answers_within_the_limit(scheme: str, setting: str, silent: int) -> None:
    begun = time.monotonic()

    (finding,) = looked_at(setting, f"{scheme}://u:geheim@127.0.0.1:{silent}/1")

    assert finding.message == "it does not answer"
    assert time.monotonic() - begun < LIMIT * 2 + 2


@each_server
def test_finds_a_name_that_does_not_resolve(scheme: str, setting: str) -> None:
    (finding,) = looked_at(setting, f"{scheme}://u:geheim@nowhere.invalid/1")

    assert finding.message == "its name does not resolve"
    assert str(finding.things[0]).startswith("broker " if setting == "broker_url" else "results ")


def test_finds_a_driver_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymysql", None)

    (finding,) = looked_at("result_backend", "db+mysql+pymysql://u:geheim@127.0.0.1/x")

    assert finding.message == "the module pymysql is not installed here"
    assert finding.fix == "install it where celerykit runs: pip install pymysql"


def test_finds_that_celery_wants_a_library_which_it_does_not_name_as_a_module() -> None:
    (finding,) = looked_at("result_backend", "couchdb://127.0.0.1/results")

    assert finding.message == "a library that it needs is not installed here"
    assert finding.fix == 'install it where celerykit runs: pip install "celery[couchdb]"'


def test_says_that_a_backend_of_the_programs_own_is_not_loaded() -> None:
    with pytest.raises(NotChecked, match="a backend of the program's own"):
        looked_at("result_backend", "proj.results:Backend+redis://127.0.0.1/0")


def test_says_what_an_unescaped_password_comes_to() -> None:
    (finding,) = looked_at("broker_url", "redis://:p#ss@127.0.0.1/0")

    assert finding.message == "its port is no number, as where a password is not escaped"
    assert "p#ss" not in str(finding)


def test_names_no_package_for_a_backend_that_nobody_knows() -> None:
    (finding,) = looked_at("result_backend", "reddis://127.0.0.1/0")

    assert finding.message == "Celery knows no such result backend"
    assert "pip" not in finding.fix


def test_finds_a_broker_that_kombu_does_not_know() -> None:
    (finding,) = looked_at("broker_url", "reddis://127.0.0.1/0")

    assert finding.message == "kombu has no such transport"


def test_looks_at_the_server_that_is_written_to() -> None:
    port = closed_port()

    (finding,) = looked_at("broker_url", "memory://", broker_write_url=f"redis://127.0.0.1:{port}/0")

    assert str(finding.things[0]) == f"broker redis://127.0.0.1:{port}/0"
    assert "broker_write_url" in finding.subject


@pytest.mark.servers
def test_warns_of_one_server_of_several_that_is_gone(redis_url: str) -> None:
    gone = f"redis://:geheim@127.0.0.1:{closed_port()}/0"

    (finding,) = looked_at("broker_url", f"{gone};{redis_url}")

    assert finding.severity == "warning"
    assert finding.message == "nobody listens there; of the 2 servers that broker_url names, others answer"
    assert "geheim" not in repr(finding)


def test_is_an_error_where_all_of_several_are_gone() -> None:
    urls = [f"amqp://127.0.0.1:{closed_port()}//" for _ in range(2)]

    assert [finding.severity for finding in looked_at("broker_url", ";".join(urls))] == ["error", "error"]


@pytest.mark.servers
def test_warns_of_a_sentinel_that_is_gone(sentinel_servers: SentinelServers) -> None:
    gone, options = closed_port(), {"master_name": sentinel_servers.master_name}
    url = f"{sentinel_servers.url()};sentinel://127.0.0.1:{gone}/0"

    broker, results = looked_at(
        "broker_url",
        url,
        result_backend=url,
        broker_transport_options=options,
        result_backend_transport_options=options,
    )

    assert (broker.severity, results.severity) == ("warning", "warning")
    assert str(results.things[0]) == f"results sentinel://127.0.0.1:{gone}/0"


@pytest.mark.servers
def test_is_silent_on_healthy_servers(
    redis_urls: tuple[str, str], rabbitmq_url: str, postgres_url: str, mariadb_url: str
) -> None:
    broker, results = redis_urls
    assert healthy(broker, results) == []
    assert healthy(rabbitmq_url, "rpc://") == []
    assert healthy(f"sqla+{postgres_url}", f"db+{postgres_url}") == []
    assert healthy("memory://", f"db+{mariadb_url}") == []
