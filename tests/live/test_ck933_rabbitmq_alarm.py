from __future__ import annotations

from collections.abc import Iterator

import pytest

from celerykit.live.base import NotChecked
from tests.live.build import found
from tests.live.managed import ManagedRabbit

pytestmark = pytest.mark.servers


@pytest.fixture(scope="class")
def short(managed_server: ManagedRabbit) -> Iterator[None]:
    """While the tests of a class run, RabbitMQ is short of memory."""
    with managed_server.short_of_memory():
        yield


@pytest.mark.usefixtures("short")
class TestWithoutMemoryLeft:
    def test_finds_it(self, rabbit: ManagedRabbit) -> None:
        (finding,) = found("CK933", broker_url=rabbit.fresh())

        assert finding.severity == "error"
        assert finding.message.startswith("an alarm is on, and nobody can publish: celerykit_")
        assert finding.message.endswith("MiB of memory, of 1 MiB allowed")

    def test_finds_it_though_the_user_may_not_see_the_nodes(self, rabbit: ManagedRabbit) -> None:
        (finding,) = found("CK933", broker_url=rabbit.user(rabbit.fresh(), tags="management"))

        assert finding.message.endswith("an alarm of memory or disk is on")

    @pytest.mark.parametrize("confirm", [False, True])
    def test_finds_it_by_amqp_alone(self, rabbit_alone: ManagedRabbit, confirm: bool) -> None:
        options = {"confirm_publish": confirm}

        (finding,) = found("CK933", broker_url=rabbit_alone.fresh(), broker_transport_options=options, limit=30)

        assert finding.message.endswith("it blocks who publishes, for want of memory or disk")

    def test_says_why_no_worker_is_asked(self, rabbit_alone: ManagedRabbit) -> None:
        with pytest.raises(NotChecked, match="RabbitMQ lets nobody publish"):
            found("CK960", broker_url=rabbit_alone.fresh())


def test_is_silent_where_no_alarm_is_on(rabbit: ManagedRabbit) -> None:
    assert found("CK933", broker_url=rabbit.fresh()) == []


def test_is_silent_by_amqp_alone_where_no_alarm_is_on(rabbit_alone: ManagedRabbit) -> None:
    broker = rabbit_alone.fresh()

    assert found("CK933", broker_url=broker) == []
    assert rabbit_alone.state(broker) == {}
