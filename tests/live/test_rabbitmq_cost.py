"""What the checks of RabbitMQ ask of it, and what they never do."""

from __future__ import annotations

import pytest
from kombu import Connection

from celerykit.live import load
from celerykit.live.base import NotChecked
from celerykit.live.system import system_of
from tests.live.amqp_relay import Asked, relayed
from tests.live.managed import ManagedRabbit, virtual_host
from tests.rules.build import project

pytestmark = pytest.mark.servers

CODES = ("CK930", "CK931", "CK932", "CK933", "CK934", "CK935", "CK936", "CK938")
QUEUES = {f"q{number}": {"max_priority": number % 3 or None} for number in range(40)}
# No message is taken, nothing is bound, emptied or deleted.
ASKED = {
    *("connection.startok", "connection.tuneok", "connection.open", "connection.close", "connection.closeok"),
    *("channel.open", "channel.close", "channel.closeok", "queue.declare", "exchange.declare"),
}


@pytest.fixture(scope="module")
def broker(managed_server: ManagedRabbit) -> str:
    """A virtual host with 300 queues, 40 of which the configuration declares, with other priorities."""
    broker = managed_server.fresh()
    with Connection(broker) as connection:
        for number in range(300):
            connection.default_channel.queue_declare(f"q{number}", durable=True, auto_delete=False)
    return broker


def examined(rabbit: ManagedRabbit, broker: str) -> tuple[Asked, int]:
    """What all checks asked, and how many findings they had."""
    findings = 0
    with relayed(rabbit.server.port) as (port, asked):
        url = broker.replace(f":{rabbit.server.port}/", f":{port}/")
        with system_of(project(broker_url=url, task_queues=QUEUES)) as system:
            for check in load(CODES):
                try:
                    findings += len(list(check.check(system)))
                except NotChecked:
                    continue
    return asked, findings


def exchanges(rabbit: ManagedRabbit, broker: str) -> set[str]:
    return {one["name"] for one in rabbit.ask("exchanges", virtual_host(broker))}


@pytest.mark.parametrize("fixture", ["rabbit", "rabbit_alone"])
def test_asks_little_and_takes_sends_and_leaves_nothing(
    request: pytest.FixtureRequest, broker: str, fixture: str
) -> None:
    rabbit: ManagedRabbit = request.getfixturevalue(fixture)
    before = rabbit.state(broker), exchanges(rabbit, broker)

    asked, findings = examined(rabbit, broker)

    assert findings == 26
    assert (rabbit.state(broker), exchanges(rabbit, broker)) == before
    # Without the management interface, one message to nobody shows whether an alarm is on.
    assert asked.methods.pop("basic.publish", 0) == (fixture == "rabbit_alone")
    assert set(asked.methods) <= ASKED
    # Of each queue whether it is there, and whether it is as declared; one exchange; two connections. RabbitMQ closes
    # the channel with each refusal.
    assert asked.methods["queue.declare"] <= 2 * len(QUEUES)
    assert sum(asked.methods.values()) < 200
    assert asked.received < 20_000
