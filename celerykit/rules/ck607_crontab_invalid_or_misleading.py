from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.crontabs import DAYS_IN_MONTH, LIMITS, expanded, misleading
from celerykit.rules.scheduling import Scheduled, crontab_fields, entries, who
from celerykit.values.places import Place


class CrontabInvalidOrMisleading(Rule):
    """A field of a crontab is none that Celery takes, or means something else than it seems to.

    *Why*: minutes go from 0 to 59, hours from 0 to 23, days of the week from 0, Sunday, to 6; anything else raises when
    the module is imported, and neither beat nor a worker starts.
    `*/n` counts within its own field: `minute="*/90"` is minute 0 of every hour, not every 90 minutes, and
    `minute="*/45"` is minutes 0 and 45.

    *Instead*: for intervals that do not divide the hour or the day, write `timedelta(minutes=90)`.
    """

    code = "CK607"
    name = "crontab-invalid-or-misleading"
    severity = "error"
    message = "{field}={value} in the crontab of entry {entry} raises, and beat does not start: {reason}"
    fix = "{cure}"
    symptoms = (
        "ValueError: Invalid crontab pattern. Valid range is 0-59. '60' was found.",
        "ParseException: empty filter",
    )
    bad = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
beat_schedule = {"add": {"task": "proj.add", "schedule": crontab(minute="*/90")}}
"""
    good = """\
from datetime import timedelta

broker_url = "redis://localhost:6379/0"
beat_schedule = {"add": {"task": "proj.add", "schedule": timedelta(minutes=90)}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        told: set[Place | None] = set()
        for entry in entries(project):
            fields = crontab_fields(entry.schedule)
            if fields is None or not entry.schedule or entry.schedule.place in told:
                continue
            told.add(entry.schedule.place)
            yield from self._judged(project, entry, fields)

    def _judged(self, project: Project, entry: Scheduled, fields: Mapping[str, Value]) -> Iterator[Finding]:
        numbers: dict[str, frozenset[int]] = {}
        for name, value in fields.items():
            if not value.decided or value.variable:
                continue
            try:
                numbers[name] = expanded(name, value.value)
            except ValueError as reason:
                yield self._told(project, entry, name, value, reason=str(reason), cure=_cure(name, value))
                continue
            what = misleading(name, value.value, numbers[name])
            if what:
                meaning, cure = what
                yield self._told(project, entry, name, value, what=meaning, cure=cure)
        days, months = numbers.get("day_of_month"), numbers.get("month_of_year")
        if days and months and not any(day <= DAYS_IN_MONTH[month] for month in months for day in days):
            yield self._told(
                project, entry, "day_of_month", fields["day_of_month"], reason="no such month has that day",
                cure="write a day that the month has",
            )  # fmt: skip

    def _told(
        self,
        project: Project,
        entry: Scheduled,
        name: str,
        value: Value,
        *,
        cure: str,
        reason: str = "",
        what: str = "",
    ) -> Finding:
        return self.finding(
            value if value.place else entry.schedule,
            subject=project.app or project.config.subject,
            said=reason or what,
            severity="error" if reason else "warning",
            message=None if reason else "{field}={value} in the crontab of entry {entry} is {what}",
            field=name,
            value=value.text or repr(value.value),
            entry=who(entry),
            reason=reason,
            what=what,
            cure=cure,
        )


def _cure(name: str, value: Value) -> str:
    low, high = LIMITS[name]
    if name == "day_of_week" and value.value in {7, "7"}:
        return "day_of_week=0 is Sunday"
    if isinstance(value.value, str) and len(value.value.split()) > 1:
        return "give each field by its own name: crontab(minute=0, hour=7)"
    return f"write numbers from {low} to {high}"
