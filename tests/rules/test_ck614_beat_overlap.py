from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import judged, labels, project, task, unknown
from tests.rules.schedules import crontab, every


def findings(schedule: Any, options: Any = None, *, settings: Any = None, **limits: Any) -> list[Finding]:
    entry = every(schedule) if options is None else every(schedule, options=options)
    return judged("CK614", project(tasks=[task("p.add", **limits)], beat_schedule=entry, **(settings or {})))


@pytest.mark.parametrize("schedule", [60, 60.0, timedelta(minutes=1)])
@pytest.mark.parametrize("limit", ["time_limit", "soft_time_limit"])
def test_a_run_longer_than_the_interval(schedule: Any, limit: str) -> None:
    (finding,) = findings(schedule, **{limit: 300})
    assert finding.message.startswith("beat sends p.add every 60 s, but a run of it may take 300 s")
    assert labels(finding) == ["the next run begins after this many seconds", "and one may take so long"]
    assert finding.fix == f'"options": {{"expires": 60}} in entry \'a\', or a {limit} below 60'


def test_messages_that_expire_too_late_do_not_help() -> None:
    assert findings(60, {"expires": 3600}, time_limit=300)


@pytest.mark.parametrize(
    ("schedule", "options", "limits"),
    [
        (60, None, {"time_limit": 50}),
        (60, None, {"time_limit": 60}),
        (60, None, {}),
        (60, None, {"time_limit": unknown("LIMIT")}),
        (60, None, {"time_limit": 50, "soft_time_limit": 300}),
        (60, {"expires": 30}, {"time_limit": 300}),
        (60, {"expires": unknown("E")}, {"time_limit": 300}),
        (60, unknown("OPTIONS"), {"time_limit": 300}),
        (crontab(minute="*/5"), None, {"time_limit": 3600}),
        (unknown("EVERY"), None, {"time_limit": 300}),
        (0, None, {"time_limit": 300}),
    ],
)
def test_is_silent_about(schedule: Any, options: Any, limits: dict[str, Any]) -> None:
    assert findings(schedule, options, **limits) == []


def test_is_silent_about_a_limit_for_all_tasks() -> None:
    assert findings(60, settings={"task_time_limit": 3600}) == []
