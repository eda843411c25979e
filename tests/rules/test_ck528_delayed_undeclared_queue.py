from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import call, deployed, found, labels, only, process, unknown
from tests.rules.entities import queue

TOPIC = {"task_default_queue_type": "quorum", "task_default_exchange_type": "topic"}
LOST = {**TOPIC, "task_create_missing_queue_exchange_type": "topic"}
LATER = [call("proj.remind", "apply_async", countdown=600, queue="adhoc")]


def on(*queues: str) -> dict[str, Any]:
    return {"deployment": deployed(process(queues=list(queues)))}


def test_warns_that_the_queue_has_a_direct_exchange() -> None:
    finding = only("CK528", calls=LATER, **TOPIC)
    assert finding.severity == "warning"
    assert finding.message == (
        "proj.remind is sent with a delay to adhoc, which no setting declares: Celery makes it with a direct exchange, "
        "so RabbitMQ does not keep the task until it is due, and a worker that reads adhoc holds it"
    )
    assert finding.fix == 'add Queue("adhoc", …, routing_key="adhoc") to task_queues'
    assert labels(finding) == ["declared nowhere", "sent with a delay", "quorum queues are in use"]


def test_says_that_the_task_is_lost_where_the_exchange_is_a_topic_one() -> None:
    finding = only("CK528", calls=LATER, facts=on("celery"), **LOST)
    assert finding.severity == "error"
    assert finding.message.endswith(
        "no worker binds it to the delayed delivery of RabbitMQ, which drops the task when it is due"
    )


@pytest.mark.parametrize(
    "words",
    [
        {"calls": LATER, "task_default_exchange_type": "topic"},
        {"calls": [call("proj.remind", "apply_async", queue="adhoc")], **TOPIC},
        {"calls": [call("proj.remind", "apply_async", countdown=600)], **TOPIC},
        {"calls": [call("proj.remind", "apply_async", countdown=600, queue="celery")], **TOPIC},
        {"calls": [call("proj.remind", "apply_async", countdown=600, queue=unknown("QUEUE"))], **TOPIC},
        {"calls": LATER, "task_default_queue": "adhoc", **TOPIC},
        {"calls": LATER, "facts": on("celery", "adhoc"), **LOST},
        {"calls": LATER, "facts": {"deployment": deployed(process(complete=False))}, **LOST},
        {"calls": LATER, "facts": {"deployment": deployed(complete=False)}, **LOST},
        {"calls": LATER, **TOPIC, "task_create_missing_queue_exchange_type": unknown("TYPE")},
        {
            "calls": LATER,
            "task_queues": [queue("celery", queue_arguments={"x-queue-type": "quorum"}), queue("adhoc")],
        },
        {
            "calls": LATER,
            "task_queues": [queue("celery", queue_arguments={"x-queue-type": "quorum"}), unknown("more()")],
        },
    ],
)
def test_is_silent_where_the_queue_is_known_to_workers_or_may_be(words: dict[str, Any]) -> None:
    assert found("CK528", **words) == []


def test_tells_each_queue_once() -> None:
    assert len(found("CK528", calls=LATER * 3, **TOPIC)) == 1
