from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import found, labels, only, unknown

DATABASE = "django_celery_beat.schedulers:DatabaseScheduler"


def test_less_than_a_second() -> None:
    assert only("CK618", beat_max_loop_interval=0.1).message.endswith("every 0.1 s at most: it does little else")


def test_a_database_that_is_read_seldom() -> None:
    finding = only("CK618", beat_max_loop_interval=600, beat_scheduler=DATABASE)
    assert finding.message.endswith("until then it does not see that an entry was changed")
    assert finding.fix == "beat_max_loop_interval = 5"


def test_a_lock_that_times_out_before() -> None:
    finding = only("CK618", beat_max_loop_interval=300, redbeat_lock_timeout=60)
    assert finding.message.endswith("RedBeat's lock times out after 60 s, and beat stops")
    assert labels(finding) == ["as seldom as this", "the lock is gone by then"]


@pytest.mark.parametrize(
    "settings",
    [
        {"beat_max_loop_interval": 0},
        {"beat_max_loop_interval": 5},
        {"beat_max_loop_interval": 600},
        {"beat_max_loop_interval": 30, "redbeat_lock_timeout": 45},
        {"beat_max_loop_interval": 30, "redbeat_lock_timeout": unknown("T")},
        {"beat_max_loop_interval": 60, "beat_scheduler": DATABASE},
        {"beat_max_loop_interval": 600, "beat_scheduler": unknown("S")},
        {"beat_max_loop_interval": unknown("EVERY")},
        {"beat_max_loop_interval": True},
    ],
)
def test_is_silent_about(settings: dict[str, Any]) -> None:
    assert found("CK618", **settings) == []
