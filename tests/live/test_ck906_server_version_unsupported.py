from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from celerykit.findings import Finding
from tests.live.build import found
from tests.servers.rabbitmq import RabbitServer

pytestmark = pytest.mark.servers


@contextmanager
def of_version(server: RabbitServer, version: str) -> Iterator[str]:
    """A RabbitMQ that says it is of another version, by its own setting for what it tells clients."""
    server.ctl(
        "eval", f'application:set_env(rabbit, server_properties, [{{<<"version">>, longstr, <<"{version}">>}}]).'
    )
    try:
        yield server.fresh()
    finally:
        server.ctl("eval", "application:set_env(rabbit, server_properties, []).")


def looked_at(url: str, celery: str, **settings: object) -> list[Finding]:
    return found("CK906", broker_url=url, celery=celery, **settings)


def test_finds_a_rabbitmq_that_is_too_new_for_this_celery(rabbitmq_server: RabbitServer) -> None:
    with of_version(rabbitmq_server, "4.3.1") as url:
        (old,) = looked_at(url, "5.5.3")
        (newer,) = looked_at(url, "5.6.2")

        assert looked_at(url, "5.7.0") == []
        assert looked_at(url, "") == []
        assert looked_at(url, "5.6.2", control_queue_exclusive=True, event_queue_exclusive=True) == []

    assert old.message == (
        "RabbitMQ 4.3.1 refuses the queues by which Celery 5.5.3 takes remote control: workers do not start"
    )
    assert old.fix == "take Celery 5.7"
    assert newer.fix == "take Celery 5.7, or set control_queue_exclusive and event_queue_exclusive to True"


def test_is_silent_of_an_older_rabbitmq(rabbitmq_server: RabbitServer) -> None:
    assert looked_at(rabbitmq_server.fresh(), "5.5.3") == []


def test_is_silent_of_redis(redis_url: str) -> None:
    assert looked_at(redis_url, "5.5.3") == []
