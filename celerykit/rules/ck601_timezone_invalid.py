from __future__ import annotations

import re
from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.words import assignment, unless
from celerykit.values.suggestions import closest

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])0?(\d{1,2})(?::?00)?")


class TimezoneInvalid(Rule):
    """The time zone is none that Python knows.

    *Why*: Celery looks `timezone` up by its name in the zone database, and only when it first needs it.
    A worker starts and runs tasks as if all were well; beat exits at once, and sending a task with `countdown` or `eta`
    raises `ZoneInfoNotFoundError`.

    *Instead*: write a name of the zone database: `Europe/Oslo`, `UTC`.
    Of a fixed offset the name is `Etc/GMT-3`, with the sign the other way round: that is three hours ahead of UTC.
    """

    code = "CK601"
    name = "timezone-invalid"
    severity = "error"
    message = (
        "no time zone is called {zone}: beat exits at once, and sending a task with countdown or eta raises "
        "ZoneInfoNotFoundError{unless}"
    )
    fix = "{cure}"
    symptoms = ("zoneinfo._common.ZoneInfoNotFoundError: 'No time zone found with key UTC+3'",)
    bad = """\
broker_url = "redis://localhost:6379/0"
timezone = "UTC+3"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
timezone = "Europe/Oslo"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        zone = project.config["timezone"]
        if not zone.known or not isinstance(zone.value, str) or not zone.value or _exists(zone.value):
            return
        meant = _meant(zone.value)
        yield self.finding(
            zone,
            subject=project.config.subject,
            said="not in the zone database",
            zone=repr(zone.value),
            unless=unless(zone),
            cure=assignment(project, "timezone", f'"{meant}"')
            if meant
            else 'write a name of the zone database, such as "Europe/Oslo" or "UTC"',
        )


def _exists(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # OSError: the name of a folder, such as "Europe"
        return False
    return True


def _meant(name: str) -> str | None:
    from zoneinfo import available_timezones

    offset = _OFFSET.fullmatch(name.strip().upper())
    if not offset:
        return closest(name, available_timezones())
    hours = int(offset[2])
    sign = "-" if offset[1] == "+" else "+"
    zone = f"Etc/GMT{sign}{hours}" if hours else "UTC"
    return zone if _exists(zone) else None
