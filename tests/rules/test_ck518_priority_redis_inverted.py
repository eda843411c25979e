from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.project import Periodic, Value
from tests.rules.build import call, env, found, known, labels, only, task, unknown

REDIS = "redis://localhost:6379/0"
PAY, NEWS = call("proj.pay", "apply_async", priority=9), call("proj.news", "apply_async", priority=0)


def constant(number: int, text: str) -> Value:
    return replace(known(number), text=text, literal=False)


def test_says_who_waits_behind_whom() -> None:
    finding = only("CK518", broker_url=REDIS, calls=[PAY, NEWS])
    assert finding.severity == "warning"
    assert finding.message == (
        "on Redis 0 is the most urgent priority and 9 the least: proj.pay with 9 waits, behind proj.news with 0"
    )
    assert finding.fix == "priority=0, if proj.pay is urgent; 0 comes first on Redis"
    assert labels(finding) == ["comes last", "comes before it"]


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": [task("proj.pay", priority=9), task("proj.news", priority=1)]},
        {"task_routes": {"proj.pay": {"queue": "a", "priority": 9}, "proj.news": {"priority": 1}}},
        {
            "beat_schedule": {
                "a": {"task": "x", "options": {"priority": 9}},
                "b": {"task": "y", "options": {"priority": 1}},
            }
        },
        {"facts": {"periodic": (Periodic("x", known(1), options={"priority": known(9)}),)}, "calls": [NEWS]},
    ],
)
def test_tasks_routes_and_the_schedule_count_too(words: dict[str, Any]) -> None:
    assert only("CK518", broker_url=REDIS, **words).severity == "warning"


def test_a_number_that_redis_does_not_have_is_cut() -> None:
    calls = [call("proj.pay", "apply_async", priority=100), call("proj.news", "apply_async", priority=50)]
    finding = only("CK518", broker_url=REDIS, calls=calls)
    assert finding.severity == "warning"
    assert finding.message == "on Redis 100 is cut to 9, which is the least urgent: proj.pay comes last"


def test_one_priority_alone_is_worth_a_word() -> None:
    finding = only("CK518", broker_url=REDIS, calls=[PAY])
    assert finding.severity == "info"
    assert finding.message.endswith("proj.pay with 9 waits, and tasks without a priority come before it")


@pytest.mark.parametrize(
    ("number", "text"), [(9, "PRIORITY_HIGH"), (8, "Priority.URGENT"), (1, "settings.LOW_PRIORITY")]
)
def test_a_name_that_says_the_opposite_is_sure_whatever_the_steps(number: int, text: str) -> None:
    calls = [call("proj.pay", "apply_async", priority=constant(number, text))]
    options = {"priority_steps": [0, 5, 9]}
    assert only("CK518", broker_url=REDIS, calls=calls, broker_transport_options=options).severity == "warning"


def test_says_which_variable_may_change_it() -> None:
    assert only("CK518", broker_url=env("BROKER", REDIS), calls=[PAY, NEWS]).message.endswith("unless BROKER is set")


def test_tasks_that_nobody_knows_in_a_program_without_any() -> None:
    calls = [call(None, "apply_async", priority=9), call(None, "apply_async", priority=0)]
    assert only("CK518", broker_url=REDIS, calls=calls).message == (
        "on Redis 0 is the most urgent priority and 9 the least: a task with 9 waits, behind a task with 0"
    )


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"calls": [NEWS]},
        {"app": "proj:app", "tasks": [task("a")], "calls": [call(None, "apply_async", priority=9), NEWS]},
        {"calls": [call("proj.pay", "apply_async", priority=unknown("PRIORITY"))]},
        {"calls": [PAY, NEWS], "broker_transport_options": {"priority_steps": [0, 5, 9]}},
        {"calls": [PAY, NEWS], "broker_transport_options": {"queue_order_strategy": "priority"}},
        {"calls": [PAY, NEWS], "broker_transport_options": unknown("options()")},
        {"calls": [PAY, call("a", "apply_async", priority=constant(0, "PRIORITY_HIGH"))]},
        {"calls": [call("a", "apply_async", priority=constant(9, "LOW")), call("b", "apply_async", priority=5)]},
        {"task_default_priority": 5},
        {"tasks": [task("a", priority=5)], "task_annotations": {"a": {"priority": 0}}},
    ],
)
def test_is_silent_where_priorities_are_right_or_not_known(words: dict[str, Any]) -> None:
    assert found("CK518", broker_url=REDIS, **words) == []


@pytest.mark.parametrize("text", ["WORKFLOW", "followers * 2", "highlight(9)"])
def test_a_name_that_only_holds_such_letters_says_nothing(text: str) -> None:
    calls = [call("proj.pay", "apply_async", priority=constant(1, text))]
    assert only("CK518", broker_url=REDIS, calls=calls).severity == "info"
