from __future__ import annotations

import subprocess
import sys

import pytest
from kombu.connection import Connection
from kombu.transport import TRANSPORT_ALIASES

from celerykit import brokers


def test_every_scheme_of_the_installed_kombu_is_known() -> None:
    assert set(TRANSPORT_ALIASES) <= brokers.KNOWN_SCHEMES


@pytest.mark.parametrize("url", ["redis://h", "redis+socket:///tmp/r", "amqp://h", "sqla+sqlite:///x.db", "memory://"])
def test_finds_the_scheme_that_kombu_finds(url: str) -> None:
    assert TRANSPORT_ALIASES[brokers.scheme_of(url)] == TRANSPORT_ALIASES[Connection(url).transport_cls]


def test_a_broker_that_is_not_described_is_none() -> None:
    assert brokers.for_url("zookeeper://h") is None


def test_an_unknown_scheme_is_none() -> None:
    assert brokers.for_url("rabbitmq://h") is None


def test_the_first_of_several_urls_counts() -> None:
    found = brokers.for_url("redis://a;redis://b")
    assert found is not None
    assert found.name == "redis"


def test_naming_a_broker_imports_no_client_library() -> None:
    code = "import sys; from celerykit import brokers; [brokers.by_name(n) for n in brokers.NAMES]; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"redis", "amqp", "kombu", "celery", "sqlalchemy"}
