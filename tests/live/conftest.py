"""Servers for the tests of live checks, beside those of all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from celerykit.live.management import VARIABLE
from tests.live.managed import ManagedRabbit
from tests.servers.rabbitmq import rabbitmq_running


@pytest.fixture(scope="session")
def managed_server() -> Iterator[ManagedRabbit]:
    """A RabbitMQ with its management interface, started when the first test asks for it."""
    with rabbitmq_running(management=True) as server:
        yield ManagedRabbit(server)
        # Nothing of it is kept: to end in order would take seconds.
        server.kill()


@pytest.fixture
def rabbit(managed_server: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> ManagedRabbit:
    """The same, found by the doctor."""
    monkeypatch.setenv(VARIABLE, managed_server.interface)
    return managed_server


@pytest.fixture
def rabbit_alone(managed_server: ManagedRabbit, monkeypatch: pytest.MonkeyPatch) -> ManagedRabbit:
    """The same, whose interface the doctor does not find."""
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:1")
    return managed_server
