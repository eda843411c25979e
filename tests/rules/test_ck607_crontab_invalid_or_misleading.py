from __future__ import annotations

import pytest

from celerykit.project import Value
from tests.rules.build import env, found, known, only, unknown
from tests.rules.schedules import crontab, every


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        (crontab(minute=60), "minute=60 in the crontab of entry 'a' raises, and beat does not start: 60 is not"),
        (crontab(hour=24, minute=0), "hour=24 "),
        (crontab(minute="* /5"), "minute='* /5' "),
        (crontab(minute="1/5"), "minute='1/5' "),
        (crontab("0 7 * * *"), "minute='0 7 * * *' "),
        (crontab(minute=""), "minute='' "),
        (crontab(minute=0.5), "minute=0.5 "),
        (crontab(minute=["1"]), "minute=['1'] "),
        (crontab(minute=0, hour=0, day_of_month=31, month_of_year=2), "day_of_month=31 "),
    ],
)
def test_a_field_that_raises(schedule: Value, message: str) -> None:
    finding = only("CK607", beat_schedule=every(schedule))
    assert finding.severity == "error"
    assert finding.message.startswith(message)


@pytest.mark.parametrize("day", [7, "7"])
def test_says_which_number_sunday_has(day: object) -> None:
    assert only("CK607", beat_schedule=every(crontab(0, 0, day_of_week=day))).fix == "day_of_week=0 is Sunday"


@pytest.mark.parametrize(
    ("schedule", "what", "fix"),
    [
        (crontab(minute="*/90"), "is minute 0 of every hour", "timedelta(minutes=90)"),
        (crontab(minute="*/120"), "is minute 0 of every hour", "timedelta(minutes=120)"),
        (crontab(minute="*/45"), "is minute 0 and 45 of every hour", "timedelta(minutes=45)"),
        (crontab(minute=0, hour="*/36"), "is hour 0 of every day", "timedelta(hours=36)"),
        (crontab(0, 0, day_of_week="jan"), "jan is no name of one", "write a number, or a name of that kind"),
        (crontab(0, 0, month_of_year="fri"), "fri is no name of one", "write a number, or a name of that kind"),
        (crontab("*/5 9-17 * * *"), "is read up to its first blank", "give each field by its own name"),
        (crontab(minute=[]), "is empty, so never due", "name a number, or leave the field out"),
    ],
)
def test_a_field_that_means_something_else(schedule: Value, what: str, fix: str) -> None:
    finding = only("CK607", beat_schedule=every(schedule))
    assert finding.severity == "warning"
    assert what in finding.message
    assert finding.fix == fix


@pytest.mark.parametrize(
    "schedule",
    [
        crontab(),
        crontab("0", "4", "*"),
        crontab(minute="*/15", hour="*/3"),
        crontab(minute="*/60"),
        crontab(minute=0, hour="*/24"),
        crontab(minute="*/30", hour="9-17"),
        crontab(minute="0, 15, 30, 45"),
        crontab(minute="*/7"),
        crontab(minute=0, hour=0, day_of_week="mon-fri", month_of_year="jan,july"),
        crontab(minute=0, hour=0, day_of_month="*/20"),
        crontab(minute=0, hour=0, day_of_month=29, month_of_year=2),
        crontab(minute=unknown("MINUTE")),
        crontab(minute=env("MINUTE", "60")),
        known(30),
        unknown("SCHEDULE"),
    ],
)
def test_is_silent_about(schedule: Value) -> None:
    assert found("CK607", beat_schedule=every(schedule)) == []
