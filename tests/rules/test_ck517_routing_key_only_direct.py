from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import call, found, only, task, unknown
from tests.rules.entities import queue

KEY = {"feeds.*": {"routing_key": "feed.import"}}


def test_a_routing_key_alone_leads_to_the_default_queue() -> None:
    finding = only("CK517", task_routes=KEY)
    assert finding.severity == "error"
    assert finding.message == (
        "the route of feeds.* has a routing key feed.import and no queue: "
        "the message goes to the default queue celery, whatever the key says"
    )
    assert finding.fix == '{"queue": "…"}'


def test_an_exchange_alone_leads_nowhere() -> None:
    finding = only("CK517", task_routes={"feeds.*": {"exchange": "feeds"}})
    assert finding.message.endswith("an exchange feeds and no queue: the message goes to no queue, and is lost")


def test_calls_and_tasks_too() -> None:
    finding = only("CK517", tasks=[task("a")], calls=[call("a", "apply_async", routing_key="x")])
    assert finding.message.startswith("a is sent with a routing key x and no queue")
    assert only("CK517", tasks=[task("a", routing_key="x")]).message.startswith("a is sent with a routing key x")


@pytest.mark.parametrize(
    "words",
    [
        {"task_routes": {"a": {"queue": "x", "routing_key": "y"}}},
        {"task_routes": {"a": {"exchange": "x", "routing_key": "y"}}},
        {"task_routes": {"a": {"routing_key": "celery"}}},
        {"task_routes": {"a": {"routing_key": unknown("KEY")}}},
        {"task_routes": {"a": {"routing_key": "y", "exchange_type": "topic"}}},
        {"task_routes": {"a": {"priority": 1}}},
        {"task_routes": {"a": "y"}},
        {"task_routes": KEY, "task_default_exchange_type": "topic"},
        {"task_routes": KEY, "task_default_exchange_type": unknown("TYPE")},
        {"task_routes": KEY, "task_default_queue": unknown("QUEUE")},
        {"task_routes": KEY, "task_queues": [queue("celery", unknown("exchange"))]},
        {"task_routes": KEY, "task_queues": [queue("celery"), unknown("more()")]},
        {"task_routes": KEY, "task_queues": [queue("other")]},
        {"tasks": [task("a")], "calls": [call("a", "apply_async", queue="x", routing_key="y")]},
        {"tasks": [task("a", queue="q")], "calls": [call("a", "apply_async", routing_key="y")]},
        {"tasks": [task("a")], "calls": [call("a", "apply_async", routing_key="y")], "task_routes": {"a": "x"}},
        {"tasks": [task("a")], "calls": [call("a", "apply_async", routing_key="y")], "task_routes": "proj.route"},
        {"calls": [call("other.task", "send_task", routing_key="y"), call(None, "send_task", exchange="y")]},
    ],
)
def test_is_silent_where_the_message_finds_its_way(words: dict[str, Any]) -> None:
    assert found("CK517", **words) == []
