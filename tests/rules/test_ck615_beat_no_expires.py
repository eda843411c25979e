from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from celerykit.project import Opaque, State, Value
from celerykit.values.places import Place
from tests.rules.build import found, known, labels, only, task, unknown
from tests.rules.schedules import crontab, every


def test_a_task_sent_often() -> None:
    finding = only("CK615", beat_schedule=every(10))
    assert finding.severity == "info"
    assert finding.message.endswith("after an hour without a worker, 360 messages of it wait in the queue")
    assert finding.fix == '"options": {"expires": 10}'


@pytest.mark.parametrize("how", [{"items": (known(10),)}, {"keys": {"run_every": known(timedelta(seconds=10))}}])
def test_an_interval_in_an_object(how: dict[str, Any]) -> None:
    schedule = Value(State.KNOWN, Opaque("celery.schedules.schedule", "schedule(10)"), Place("c.py", 1), **how)
    assert "is sent every 10 s" in only("CK615", beat_schedule=every(schedule)).message


def test_several_of_them_are_told_at_once() -> None:
    schedule = {name: {"task": "p.add", "schedule": 10} for name in "abcd"}
    assert labels(only("CK615", beat_schedule=schedule)) == ["as often as this", "and this one", "and this one"]


@pytest.mark.parametrize(
    "schedule",
    [
        every(10, options={"expires": 10}),
        every(10, options={"expires": unknown("E")}),
        every(10, options=unknown("OPTIONS")),
        every(60),
        every(3600),
        every(crontab()),
        every(unknown("EVERY")),
        every(0),
        {},
    ],
)
def test_is_silent_about(schedule: Any) -> None:
    assert found("CK615", beat_schedule=schedule) == []


def test_is_silent_about_a_task_whose_messages_expire() -> None:
    assert found("CK615", tasks=[task("p.add", expires=10)], beat_schedule=every(10)) == []
