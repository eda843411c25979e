from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import call, deployed, found, labels, only, process, task, unknown
from tests.rules.entities import queue

STRICT = {"task_queues": [queue("celery"), queue("mail")], "task_create_missing_queues": False}


def test_says_who_names_it_and_what_it_raises() -> None:
    finding = only("CK514", task_routes={"proj.a": "media"}, **STRICT)
    assert finding.severity == "error"
    assert finding.message == (
        "task_queues does not hold media, and task_create_missing_queues is off: "
        "proj.a raises QueueNotFound when it is sent"
    )
    assert finding.fix == 'add Queue("media") to task_queues'
    assert labels(finding) == ["not among the queues", "all queues that there are", "no others are made"]


def test_the_default_queue_must_be_there_too() -> None:
    finding = only("CK514", task_queues=[queue("mail")], task_create_missing_queues=False)
    assert "does not hold celery" in finding.message
    assert finding.message.endswith("a task without a route raises KeyError when it is sent")
    assert finding.label == "celery is not among these"


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": [task("proj.a", queue="media")]},
        {"calls": [call("proj.a", "apply_async", queue="media")]},
        {"beat_schedule": {"x": {"task": "proj.a", "options": {"queue": "media"}}}},
    ],
)
def test_tasks_calls_and_the_schedule_name_queues_too(words: dict[str, Any]) -> None:
    assert only("CK514", **STRICT, **words).message.endswith("proj.a raises QueueNotFound when it is sent")


def test_a_worker_that_asks_for_another() -> None:
    deployment = deployed(process(queues=["celery", "media"]))
    finding = only("CK514", facts={"deployment": deployment}, **STRICT)
    assert finding.message.endswith("the worker ends with ImproperlyConfigured")


def test_without_task_queues_there_is_the_default_queue_alone() -> None:
    finding = only("CK514", task_create_missing_queues=False, task_routes={"proj.a": "media", "proj.b": "celery"})
    assert "does not hold media" in finding.message


def test_tells_each_queue_once() -> None:
    assert len(found("CK514", task_routes={"proj.a": "media", "proj.b": "media", "proj.c": "x"}, **STRICT)) == 2


@pytest.mark.parametrize(
    "words",
    [
        {**STRICT, "task_routes": {"proj.a": "mail", "proj.b": {"queue": "celery"}, "proj.c": {"priority": 1}}},
        {**STRICT, "task_routes": {"proj.a": {"queue": unknown("QUEUE")}}},
        {**STRICT, "task_routes": {"proj.a": {"queue": queue("media")}}},
        {**STRICT, "task_create_missing_queues": True, "task_routes": {"proj.a": "media"}},
        {**STRICT, "task_create_missing_queues": unknown("STRICT"), "task_routes": {"proj.a": "media"}},
        {"task_queues": [queue("celery")], "task_routes": {"proj.a": "media"}},
        {**STRICT, "task_queues": [], "task_routes": {"proj.a": "media"}},
        {**STRICT, "task_queues": [queue("celery"), unknown("more()")], "task_routes": {"proj.a": "media"}},
        {**STRICT, "task_queues": [queue("celery"), queue("m", alias="media")], "task_routes": {"proj.a": "media"}},
        {**STRICT, "task_queues": [queue("celery"), queue("m", alias=unknown("A"))], "task_routes": {"a": "media"}},
        {**STRICT, "app": "proj:app", "tasks": [task("a")], "calls": [call(None, "apply_async", queue="media")]},
        {**STRICT, "facts": {"deployment": deployed(process(queues=unknown("$Q")), process())}},
        {"task_create_missing_queues": False, "complete": False, "task_routes": {"proj.a": "media"}},
    ],
)
def test_is_silent_where_it_is_declared_or_may_be(words: dict[str, Any]) -> None:
    assert found("CK514", **words) == []
