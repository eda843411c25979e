from __future__ import annotations

from collections.abc import Iterator

import pytest
from kombu import Connection, Exchange, Queue

from celerykit.findings import Finding
from celerykit.live.base import NotChecked
from tests.live.build import found
from tests.live.managed import ManagedRabbit
from tests.rules.build import deployed, process, unknown

pytestmark = pytest.mark.servers

DELAYS = {"dead_letter_exchange": "", "dead_letter_routing_key": "celery", "message_ttl": 999999}
RESULTS = "0f4dc41b-3f3f-4c0e-9d7c-0f3f5a7f4f8e"


@pytest.fixture(scope="module")
def broker(managed_server: ManagedRabbit) -> Iterator[str]:
    """A virtual host of many queues, with a message in each; somebody reads `read`."""
    rabbit = managed_server
    broker = rabbit.fresh()
    with Connection(broker) as connection:
        channel = connection.default_channel
        for queue in (Queue("old", Exchange("old"), "old"), Queue("typo", Exchange("celery"), "typo")):
            queue(channel).declare()
        Queue("dead.letters", Exchange("dead", "fanout"))(channel).declare()
        rabbit.queue(broker, "old", messages=3)
        rabbit.queue(broker, "celery", messages=1, dead_letter_exchange="dead")
        rabbit.queue(broker, "mail", messages=1, dead_letter_exchange="", dead_letter_routing_key="mail.dead")
        rabbit.queue(broker, "later", messages=1, **DELAYS)
        rabbit.queue(broker, "read", messages=2)
        rabbit.queue(broker, "empty")
        others = ("typo", "theirs", "slow", "dead.letters", "mail.dead", "celery@old.celery.pidbox", "celery_delayed_3")
        for name in (*others, RESULTS):
            rabbit.queue(broker, name, messages=1)
        channel.basic_qos(0, 1, False)
        channel.basic_consume("read", callback=print)
        rabbit.until_counted(broker, old=3, celery=1, mail=1, later=1, read=1, **dict.fromkeys((*others, RESULTS), 1))
        yield broker


def unread(broker: str) -> dict[str, Finding]:
    workers = {"deployment": deployed(process("worker", queues=["slow"]))}
    findings = found("CK936", broker_url=broker, task_routes={"a.b": {"queue": "mail"}}, facts=workers)
    return {finding.things[0].name: finding for finding in findings}


def test_finds_queues_of_an_earlier_release(rabbit: ManagedRabbit, broker: str) -> None:
    before = rabbit.state(broker)

    finding = unread(broker)["old"]

    assert finding.severity == "warning"
    assert finding.message == "it holds 3 messages, nobody reads it, and the configuration does not name it"
    assert "celery worker -Q old" in finding.fix
    assert rabbit.state(broker) == before


def test_finds_a_name_that_was_misspelt_once(rabbit: ManagedRabbit, broker: str) -> None:
    assert unread(broker)["typo"].severity == "warning"


def test_mentions_a_queue_that_may_be_another_programs(rabbit: ManagedRabbit, broker: str) -> None:
    assert unread(broker)["theirs"].severity == "info"


def test_is_silent_of_all_others(rabbit: ManagedRabbit, broker: str) -> None:
    assert set(unread(broker)) == {"old", "typo", "theirs"}


def test_says_that_the_queues_are_not_known(rabbit: ManagedRabbit, broker: str) -> None:
    with pytest.raises(NotChecked, match="are not known"):
        found("CK936", broker_url=broker, task_queues=unknown("QUEUES"))


def test_says_that_nobody_lists_the_queues(rabbit_alone: ManagedRabbit, broker: str) -> None:
    with pytest.raises(NotChecked, match=r"interface at http://127\.0\.0\.1:1: nobody listens there"):
        unread(broker)
