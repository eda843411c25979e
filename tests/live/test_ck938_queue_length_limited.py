from __future__ import annotations

from typing import Any

import pytest
from kombu import Connection

from celerykit.findings import Finding
from tests.live.build import found
from tests.live.managed import ManagedRabbit

pytestmark = pytest.mark.servers

EFFECTS: dict[str, tuple[dict[str, Any], str]] = {
    "short": ({"max_length": 2}, "drops the oldest task once 2 wait"),
    "refusing": ({"max_length": 100, "overflow": "reject-publish"}, "refuses what is sent once 100 wait"),
    "small": ({"max_length_bytes": 5000}, "drops the oldest task once 5000 bytes wait"),
    "hasty": ({"message_ttl": 90000}, "drops a task that waits 1 min 30 s"),
    "fleeting": ({"expires": 3600000}, "deletes the queue when no worker reads it for 1 h"),
}
MOVED = {"message_ttl": 1000, "dead_letter_exchange": "dead"}
SILENT = ("lazy", "asked", "free")


@pytest.fixture(scope="module")
def broker(managed_server: ManagedRabbit) -> str:
    """A virtual host with a queue for each policy."""
    broker = managed_server.fresh()
    policies = {name: policy for name, (policy, _) in EFFECTS.items()}
    policies |= {"moved": MOVED, "lazy": {"queue_mode": "lazy"}, "asked": {"max_length": 50}}
    for name, policy in policies.items():
        managed_server.queue(broker, name, **({"max_length": 50} if name == "asked" else {}))
        managed_server.policy(broker, name, **policy)
    managed_server.queue(broker, "free")
    managed_server.until_in_effect(broker, *policies)
    return broker


def limited(broker: str) -> dict[str, Finding]:
    queues: dict[str, Any] = {name: {} for name in (*EFFECTS, "moved", *SILENT)}
    queues["asked"] = {"max_length": 50}
    return {finding.things[0].name: finding for finding in found("CK938", broker_url=broker, task_queues=queues)}


@pytest.mark.parametrize("name", EFFECTS)
def test_finds_what_a_policy_does_to_tasks(rabbit: ManagedRabbit, broker: str, name: str) -> None:
    finding = limited(broker)[name]

    assert finding.severity == "warning"
    assert finding.message == f"by the policy of-{name}, RabbitMQ {EFFECTS[name][1]}"


def test_mentions_what_is_moved_elsewhere(rabbit: ManagedRabbit, broker: str) -> None:
    finding = limited(broker)["moved"]

    assert finding.severity == "info"
    assert finding.message.endswith("moves away a task that waits 1 s")


def test_is_silent_of_other_policies_and_of_what_the_configuration_asks_for(rabbit: ManagedRabbit, broker: str) -> None:
    assert set(limited(broker)) == {*EFFECTS, "moved"}


def test_a_policy_really_drops_the_oldest_task(rabbit: ManagedRabbit, broker: str) -> None:
    rabbit.queue(broker, "short", messages=3)

    with Connection(broker) as connection:
        assert connection.default_channel.queue_declare("short", passive=True).message_count == 2
