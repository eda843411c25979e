from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import at_fixed_hours, who
from celerykit.rules.words import assignment

# Other entries shown beside the first: enough to see that it is not that one alone.
_NAMED = 2


class BeatTimezoneUnset(Rule):
    """A crontab names an hour, and nothing says in which time zone.

    *Why*: without `timezone`, hours are those of UTC, whatever the machine's clock shows.
    A report at 7 comes at 8 in Paris in winter, and at 9 in summer.

    *Instead*: name the time zone that is meant, UTC included.
    """

    code = "CK608"
    name = "beat-timezone-unset"
    severity = "info"
    message = "the crontab of entry {entry} names an hour, but no timezone is set: the hour is that of UTC"
    fix = "{cure}"
    symptoms = ("a periodic task runs hours early", "crontab(hour=7) does not run at 7")
    bad = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
beat_schedule = {"report": {"task": "proj.report", "schedule": crontab(minute=0, hour=7)}}
"""
    good = """\
from celery.schedules import crontab

broker_url = "redis://localhost:6379/0"
timezone = "Europe/Paris"
beat_schedule = {"report": {"task": "proj.report", "schedule": crontab(minute=0, hour=7)}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config = project.config
        utc = config["enable_utc"]
        # Django's TIME_ZONE is a name of Celery's timezone, and always set.
        if config.written("timezone") or not config.complete or project.django or not (utc.decided and utc.value):
            return
        found = list(at_fixed_hours(project))
        if found:
            first, *others = found
            yield self.finding(
                first.schedule,
                subject=config.subject,
                said="in UTC",
                related=[piece for other in others[:_NAMED] for piece in label(other.schedule, "and this")],
                entry=who(first),
                cure=assignment(project, "timezone", '"UTC"') + ", or the zone that is meant",
            )
