from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Call
from tests.rules.build import call, found, labels, only, unknown
from tests.rules.entities import exchange, queue

LATER = [call("proj.remind", "apply_async", countdown=600)]
ARGUMENTS = {"x-queue-type": "quorum"}


def test_says_that_a_worker_holds_it() -> None:
    finding = only("CK527", calls=LATER, task_default_queue_type="quorum")
    assert finding.severity == "warning"
    assert finding.message == (
        "proj.remind is sent with a delay to the quorum queue celery, whose exchange is direct: "
        "RabbitMQ does not keep it, a worker holds it until it is due"
    )
    assert finding.fix == 'task_default_exchange_type = "topic", with a routing_key of its own for each queue'
    assert labels(finding) == ["a quorum queue", "sent with a delay"]


@pytest.mark.parametrize(
    "sent",
    [
        call("proj.remind", "apply_async", eta=unknown("tomorrow()")),
        call("proj.remind", "apply_async", countdown=unknown("DELAY")),
        call("proj.remind", "retry"),
        call("proj.remind", "retry", countdown=5),
    ],
)
def test_times_and_retries_are_delays_too(sent: Call) -> None:
    assert only("CK527", calls=[sent], task_default_queue_type="quorum")


def test_a_queue_that_is_declared() -> None:
    queues = [queue("work", exchange("work"), queue_arguments=ARGUMENTS)]
    assert "the quorum queue work" in only("CK527", calls=LATER, task_queues=queues).message


@pytest.mark.parametrize(
    "words",
    [
        {"calls": LATER},
        {"calls": [call("proj.remind")], "task_default_queue_type": "quorum"},
        {"calls": [call("proj.remind", "apply_async", countdown=0)], "task_default_queue_type": "quorum"},
        {"calls": [call("proj.remind", "retry", countdown=0)], "task_default_queue_type": "quorum"},
        {"calls": LATER, "task_default_queue_type": "quorum", "task_default_exchange_type": "topic"},
        {"calls": LATER, "task_default_queue_type": "quorum", "task_default_exchange_type": unknown("TYPE")},
        {"calls": LATER, "task_queues": [queue("work", exchange("w", "topic"), queue_arguments=ARGUMENTS)]},
        {"calls": LATER, "task_queues": [queue("work", unknown("w"), queue_arguments=ARGUMENTS)]},
        {"calls": LATER, "task_queues": [queue("work")]},
        {"calls": [call("a", "apply_async", countdown=9, queue="x")], "task_default_queue_type": "quorum"},
    ],
)
def test_is_silent_where_rabbitmq_keeps_it_or_nothing_waits(words: dict[str, Any]) -> None:
    assert found("CK527", **words) == []
