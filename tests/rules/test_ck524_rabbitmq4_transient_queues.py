from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.catalogue import defaults
from celerykit.project import Project
from tests.rules.build import found, judged, only, project, unknown
from tests.rules.entities import broadcast, queue


@pytest.mark.parametrize(
    ("kind", "what"), [("control", "the queues of remote control are"), ("event", "the queues of events are")]
)
def test_queues_that_somebody_made_shared(kind: str, what: str) -> None:
    finding = only("CK524", **{f"{kind}_queue_exclusive": False})
    assert finding.severity == "warning"
    assert finding.message.startswith(f"{what} neither durable nor exclusive: RabbitMQ refuses such queues from 4.3 on")
    assert finding.fix == f"{kind}_queue_exclusive = True"


def of_release(celery: str, **words: Any) -> Project:
    known = project(celery=celery, broker_url="amqp://localhost", **words)
    major, minor = celery.split(".")[:2]
    return replace(known, config=replace(known.config, defaults=defaults((int(major), int(minor)))))


def test_what_nobody_wrote_is_worth_a_word_in_the_one_release_that_can_be_told() -> None:
    [finding] = judged("CK524", of_release("5.6.2"))
    assert finding.severity == "info"
    assert finding.message.startswith(
        "by the defaults of Celery 5.6.2 the queues of remote control and the queues of events are neither durable"
    )
    assert finding.fix == "control_queue_exclusive = True; event_queue_exclusive = True"
    assert judged("CK524", of_release("5.6.2", control_queue_exclusive=True, event_queue_durable=True)) == []


@pytest.mark.parametrize("celery", ["5.5.3", "5.7.0"])
def test_is_silent_about_the_defaults_of_other_releases(celery: str) -> None:
    assert judged("CK524", of_release(celery)) == []


def test_a_queue_for_tasks() -> None:
    finding = only("CK524", task_queues=[queue("work", durable=False)])
    assert finding.message.startswith("work is neither durable nor exclusive")
    assert finding.fix == "take durable=False from it (in task_queues)"


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"control_queue_exclusive": True},
        {"control_queue_exclusive": False, "control_queue_durable": True},
        {"control_queue_exclusive": False, "control_queue_durable": unknown("DURABLE")},
        {"control_queue_exclusive": unknown("EXCLUSIVE")},
        {"task_queues": [queue("work"), queue("other", durable=True)]},
        {"task_queues": [queue("work", durable=False, exclusive=True)]},
        {"task_queues": [queue("work", durable=False, exclusive=unknown("EXCLUSIVE"))]},
        {"task_queues": [queue("work", durable=unknown("DURABLE"))]},
        {"task_queues": [broadcast("news", durable=False)]},
    ],
)
def test_is_silent_about_queues_that_rabbitmq_takes(words: dict[str, Any]) -> None:
    assert found("CK524", **words) == []
