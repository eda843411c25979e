from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Value
from tests.rules.build import django, found, known, labels, only, unknown
from tests.rules.schedules import crontab, every

SEVEN = crontab(minute=0, hour=7)


def test_an_hour_without_a_zone() -> None:
    finding = only("CK608", beat_schedule=every(SEVEN))
    assert finding.severity == "info"
    assert finding.message.endswith("no timezone is set: the hour is that of UTC")
    assert finding.fix == 'timezone = "UTC", or the zone that is meant'


def test_several_of_them_are_told_at_once() -> None:
    schedule = {name: {"task": "p.add", "schedule": SEVEN} for name in "abcd"}
    assert labels(only("CK608", beat_schedule=schedule)) == ["in UTC", "and this", "and this"]


@pytest.mark.parametrize("schedule", [crontab(minute=0), crontab(minute=0, hour="*/3"), known(30), crontab(hour=99)])
def test_is_silent_where_no_hour_is_named(schedule: Value) -> None:
    assert found("CK608", beat_schedule=every(schedule)) == []


@pytest.mark.parametrize(
    "words",
    [
        {"timezone": "UTC"},
        {"timezone": unknown("ZONE")},
        {"complete": False},
        {"facts": {"django": django()}},
        {"enable_utc": False},
    ],
)
def test_is_silent_where_a_zone_is_set_or_may_be(words: dict[str, Any]) -> None:
    assert found("CK608", beat_schedule=every(SEVEN), **words) == []
