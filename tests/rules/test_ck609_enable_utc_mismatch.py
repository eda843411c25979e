from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import django, found, labels, only, unknown
from tests.rules.schedules import crontab, every

SEVEN = crontab(minute=0, hour=7)


def test_hours_that_follow_the_machine() -> None:
    finding = only("CK609", enable_utc=False, beat_schedule=every(SEVEN))
    assert "the crontab of entry 'a' follows the time zone of the machine" in finding.message
    assert labels(finding) == ["no zone but the machine's", "these hours follow it"]
    assert finding.fix == 'timezone = "Europe/Oslo"'


@pytest.mark.parametrize(
    "words",
    [
        {"enable_utc": True},
        {"enable_utc": unknown("UTC")},
        {"enable_utc": False, "timezone": "Europe/Oslo"},
        {"enable_utc": False, "timezone": unknown("ZONE")},
        {"enable_utc": False, "complete": False},
        {"enable_utc": False, "facts": {"django": django()}},
        {"enable_utc": False, "beat_schedule": every(30)},
        {"enable_utc": False, "beat_schedule": {}},
    ],
)
def test_is_silent_about(words: dict[str, Any]) -> None:
    assert found("CK609", **{"beat_schedule": every(SEVEN), **words}) == []
