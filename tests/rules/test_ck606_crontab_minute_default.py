from __future__ import annotations

import pytest

from celerykit.findings import Finding
from celerykit.project import Periodic, Value
from tests.rules.build import judged, known, project, unknown
from tests.rules.schedules import crontab, every


def findings(schedule: Value) -> list[Finding]:
    return judged("CK606", project(beat_schedule=every(schedule)))


@pytest.mark.parametrize(
    ("schedule", "field", "times"),
    [
        (crontab(hour=7), "minute", 60),
        (crontab(hour="*/6"), "minute", 240),
        (crontab(hour=[7, 8]), "minute", 120),
        (crontab(hour=3, day_of_week=1), "minute", 60),
        (crontab(day_of_week=1), "minute", 1440),
        (crontab(day_of_month=1, minute=0), "hour", 24),
        (crontab(minute=0, day_of_week="sun"), "hour", 24),
        (crontab(0, month_of_year="1"), "hour", 24),
    ],
)
def test_a_field_that_was_left_out(schedule: Value, field: str, times: int) -> None:
    (finding,) = findings(schedule)
    assert finding.message == (
        f"the crontab of entry 'a' leaves out the {field}, so it is due at every one: {times} times a day"
    )


def test_gives_the_line_to_write() -> None:
    (finding,) = findings(crontab(hour=7, day_of_week="mon"))
    assert finding.fix == "crontab(minute=0, hour=7, day_of_week='mon')"


@pytest.mark.parametrize(
    "schedule",
    [
        crontab(),
        crontab(minute=0, hour=7),
        crontab(minute="*", hour=7),
        crontab(minute="*/5", hour="9-17"),
        crontab("0", "4", "*"),
        crontab(minute=0),
        crontab(minute="*/15", day_of_week="mon-fri"),
        crontab(minute=30, day_of_week="mon-fri"),
        crontab(minute="0,30", day_of_week="sun"),
        crontab(minute=0, hour="*", day_of_month=1),
        crontab(hour="*"),
        crontab(hour=unknown("HOUR")),
        crontab(minute=unknown("MINUTE"), hour=7),
        crontab(hour=99),
        known(30),
        unknown("SCHEDULE"),
    ],
)
def test_is_silent_about(schedule: Value) -> None:
    assert findings(schedule) == []


def test_reads_what_calls_schedule_and_tells_one_crontab_once() -> None:
    seven = crontab(hour=7)
    added = (Periodic("p.add", seven), Periodic("p.mul", seven))
    assert len(judged("CK606", project(facts={"periodic": added}))) == 1
