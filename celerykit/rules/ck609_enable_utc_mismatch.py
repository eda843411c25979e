from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import at_fixed_hours, who
from celerykit.rules.words import assignment, unless


class EnableUtcMismatch(Rule):
    """UTC is switched off, and no time zone is named: the schedule follows the machine.

    *Why*: with `enable_utc = False` and no `timezone`, beat reads the hours of a crontab in the time zone of its
    machine. A laptop, a server and a container, which is in UTC, then run the same task at different hours.

    *Instead*: name the time zone that is meant. `enable_utc` can stay away.
    """

    code = "CK609"
    name = "enable-utc-mismatch"
    severity = "warning"
    message = (
        "{setting} is off and no timezone is set: the crontab of entry {entry} follows the time zone of the machine "
        "that beat runs on, which is UTC in a container{unless}"
    )
    fix = "{cure}"
    symptoms = ("a crontab runs at another hour in production", "a periodic task is hours off in Docker")
    bad = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
enable_utc = False
beat_schedule = {"report": {"task": "proj.report", "schedule": crontab(minute=0, hour=7)}}
"""
    good = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
timezone = "Europe/Oslo"
beat_schedule = {"report": {"task": "proj.report", "schedule": crontab(minute=0, hour=7)}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        off = project.config.entry("enable_utc")
        zone = project.config["timezone"]
        # Django's TIME_ZONE is a name of Celery's timezone, and always set.
        if not off or not off.value.known or off.value.value or not zone.decided or zone.value or project.django:
            return
        entry = next(at_fixed_hours(project), None)
        if entry:
            yield self.finding(
                off.value,
                subject=project.config.subject,
                said="no zone but the machine's",
                related=label(entry.schedule, "these hours follow it"),
                setting=off.name,
                entry=who(entry),
                unless=unless(off.value),
                cure=assignment(project, "timezone", '"Europe/Oslo"'),
            )
