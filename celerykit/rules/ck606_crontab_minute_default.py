from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.crontabs import LIMITS, expanded
from celerykit.rules.scheduling import crontab_fields, entries, who
from celerykit.values.places import Place

# As many days of the week, and whoever leaves out the hour means every hour of them: mon-fri.
_MANY_DAYS = 3
_DAYS = ("day_of_week", "day_of_month", "month_of_year")


class CrontabMinuteDefault(Rule):
    """A crontab says at which hour, or on which day, but leaves out the minute or the hour.

    *Why*: what a crontab leaves out is `*`, every one. `crontab(hour=7)` is due at 7:00, 7:01, 7:02, sixty times.

    *Instead*: `crontab(minute=0, hour=7)`. Whoever means every minute writes `minute="*"`.
    """

    code = "CK606"
    name = "crontab-minute-default"
    severity = "warning"
    message = "the crontab of entry {entry} leaves out the {field}, so it is due at every one: {times} times a day"
    fix = "{cure}"
    symptoms = ("a periodic task runs every minute", "a daily task runs 60 times", "a task runs every hour of that day")
    bad = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
beat_schedule = {"report": {"task": "proj.report", "schedule": crontab(hour=7)}}
"""
    good = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
beat_schedule = {"report": {"task": "proj.report", "schedule": crontab(minute=0, hour=7)}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        told: set[Place | None] = set()
        for entry in entries(project):
            fields = crontab_fields(entry.schedule)
            schedule = entry.schedule
            left_out = _left_out(fields) if fields else None
            if not fields or not schedule or not left_out or schedule.place in told:
                continue
            told.add(schedule.place)
            yield self.finding(
                schedule,
                subject=project.app or project.config.subject,
                said=f"no {left_out} is given",
                entry=who(entry),
                field=left_out,
                times=_count(fields, "minute") * _count(fields, "hour"),
                cure=_cure(schedule, left_out),
            )


def _left_out(fields: Mapping[str, Value]) -> str | None:
    """The field that was probably forgotten; None where nothing was, or where that cannot be known."""
    if any(not value.decided for value in fields.values()):
        return None
    try:
        restricted = {name for name in LIMITS if _count(fields, name) < LIMITS[name][1] - LIMITS[name][0] + 1}
    except ValueError:
        return None
    minute, hour = fields["minute"], fields["hour"]
    if not minute.known and restricted:
        return "minute"
    few = "day_of_week" in restricted and _count(fields, "day_of_week") < _MANY_DAYS
    rare = few or "day_of_month" in restricted or "month_of_year" in restricted
    return "hour" if not hour.known and rare and _count(fields, "minute") == 1 else None


def _count(fields: Mapping[str, Value], name: str) -> int:
    return len(expanded(name, fields[name].value))


def _cure(schedule: Value, field: str) -> str:
    call = re.fullmatch(r"((?:\w+\.)?crontab)\((.*)\)", schedule.text)
    if not call or not re.match(r"\w+=", call[2]):
        return f"give it {field}=0"
    return f"{call[1]}({field}=0, {call[2]})"
