from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from celerykit.project import Opaque
from tests.rules.build import env, found, only, unknown


def entry(schedule: Any) -> dict[str, Any]:
    return {"a": {"task": "p.add", "schedule": schedule}}


@pytest.mark.parametrize(
    ("schedule", "fix"),
    [
        ("*/5 * * * *", '"schedule": crontab(minute="*/5")'),
        ("0 7 * * 1", '"schedule": crontab(minute="0", hour="7", day_of_week="1")'),
        ("* 7 * * *", '"schedule": crontab(minute="*", hour="7")'),
        ("10", '"schedule": 10'),
        ("hourly", "write a number of seconds, a timedelta, or crontab(…)"),
        ({"minute": 5}, '"schedule": crontab(minute=5)'),
        ({"minutes": 5}, '"schedule": timedelta(minutes=5)'),
        ((30,), "take away the comma behind the schedule"),
        ([30], "write a number of seconds, a timedelta, or crontab(…)"),
    ],
)
def test_what_is_no_schedule(schedule: Any, fix: str) -> None:
    finding = only("CK604", beat_schedule=entry(schedule))
    assert "which is no schedule: beat stops with an AttributeError" in finding.message
    assert finding.fix == fix or schedule == {"minutes": 5}


@pytest.mark.parametrize("schedule", [0, 0.0, -5, timedelta(0)])
def test_an_interval_of_nothing(schedule: Any) -> None:
    assert "so always: beat sends it as fast as it can" in only("CK604", beat_schedule=entry(schedule)).message


@pytest.mark.parametrize("schedule", [True, False])
def test_a_boolean(schedule: bool) -> None:
    assert "takes for a number of seconds" in only("CK604", beat_schedule=entry(schedule)).message


def test_says_which_variable_may_change_it() -> None:
    assert only("CK604", beat_schedule=entry(env("EVERY", "30"))).message.endswith("unless EVERY is set")


@pytest.mark.parametrize(
    "schedule",
    [
        30,
        0.5,
        timedelta(hours=1),
        Opaque("celery.schedules.crontab"),
        Opaque("celery.schedules.solar"),
        Opaque("proj.Mine"),
        unknown("EVERY"),
        None,
    ],
)
def test_is_silent_about(schedule: Any) -> None:
    assert found("CK604", beat_schedule=entry(schedule)) == []
