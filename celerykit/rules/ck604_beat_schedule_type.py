from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from celerykit.findings import Finding
from celerykit.project import Opaque, Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.scheduling import entries, seconds, who
from celerykit.rules.words import number, unless

_CRON_FIELDS = 5


class BeatScheduleType(Rule):
    """The schedule of an entry is neither a number of seconds nor a schedule.

    *Why*: beat takes a number of seconds, a `timedelta`, or an object such as `crontab(…)`.
    Given a text, a dict, or a tuple left behind by a stray comma, it stops with `AttributeError`, with all its entries.
    An interval of nothing, or less than nothing, is always due: beat sends the task as fast as it can.

    *Instead*: write `30.0`, `timedelta(minutes=5)` or `crontab(minute="*/5")`.
    """

    code = "CK604"
    name = "beat-schedule-type"
    severity = "error"
    message = "the schedule of entry {entry} is {what}, which is no schedule: beat stops with an AttributeError{unless}"
    fix = "{cure}"
    symptoms = ("AttributeError: 'str' object has no attribute 'app'", "beat sends a task without a pause")
    bad = """\
broker_url = "redis://localhost:6379/0"
beat_schedule = {"add": {"task": "proj.add", "schedule": "*/5 * * * *"}}
"""
    good = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
beat_schedule = {"add": {"task": "proj.add", "schedule": crontab(minute="*/5")}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for entry in entries(project):
            schedule = entry.schedule
            if schedule is None or not schedule.known:
                continue
            every = seconds(schedule)
            if every is not None and every <= 0:
                yield self.finding(
                    schedule,
                    subject=project.app or project.config.subject,
                    said="always due",
                    message="entry {entry} is due every {every} s, so always: beat sends it as fast as it can{unless}",
                    fix="write the seconds between two runs, more than 0",
                    entry=who(entry),
                    every=number(every),
                    unless=unless(schedule),
                )
            elif isinstance(schedule.value, bool) or _is_none(schedule.value):
                yield self._no_schedule(project, who(entry), schedule)

    def _no_schedule(self, project: Project, entry: str, schedule: Value) -> Finding:
        once = isinstance(schedule.value, bool)
        return self.finding(
            schedule,
            subject=project.app or project.config.subject,
            said=f"a {type(schedule.value).__name__}",
            message="the schedule of entry {entry} is {what}, which beat takes for a number of seconds{unless}"
            if once
            else None,
            entry=entry,
            what=schedule.text or repr(schedule.value),
            unless=unless(schedule),
            cure=_cure(schedule),
        )


def _is_none(value: object) -> bool:
    """Whether a value is no schedule; what has no plain form may be one."""
    return value is not None and not isinstance(value, (int, float, timedelta, Opaque))


def _cure(schedule: Value) -> str:
    value = schedule.value
    if isinstance(value, str):
        parts = value.split()
        if len(parts) == _CRON_FIELDS:
            names = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
            given = [f'{name}="{part}"' for name, part in zip(names, parts, strict=True) if part != "*"]
            if parts[0] == "*":
                given.insert(0, 'minute="*"')
            return f'"schedule": crontab({", ".join(given)})'
        if value.replace(".", "", 1).isdecimal():
            return f'"schedule": {value}'
    if isinstance(value, tuple) and len(value) == 1:
        return "take away the comma behind the schedule"
    if isinstance(value, dict) and value and all(isinstance(key, str) for key in value):
        given = [f"{key}={part!r}" for key, part in value.items()]
        kind = "timedelta" if value.keys() <= {"seconds", "minutes", "hours", "days", "weeks"} else "crontab"
        return f'"schedule": {kind}({", ".join(given)})'
    return "write a number of seconds, a timedelta, or crontab(…)"
