from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Call, Opaque, Project, Value
from celerykit.rules.base import Rule, label

_FIXED = frozenset({"datetime.datetime", "datetime.datetime.combine"})
_UTC = (None, "", "UTC", "Etc/UTC", "GMT", "Etc/GMT")


class NaiveDatetimeEta(Rule):
    """A task is sent with an `eta` or `expires` that knows no time zone.

    *Why*: the worker takes a time without a zone for UTC, whatever `timezone` says.
    `datetime.now()` is the local time of the machine that sends: two hours east of UTC, the task runs two hours late,
    and one that expires does so two hours late as well.

    *Instead*: `datetime.now(UTC) + timedelta(hours=1)`, Django's `timezone.now()`, or `countdown=3600`.
    """

    code = "CK610"
    name = "naive-datetime-eta"
    severity = "warning"
    message = (
        "{option} is made by {made}, which knows no time zone: the worker takes it for UTC, "
        "and is off by as much as {who} is away from UTC"
    )
    fix = "{cure}"
    symptoms = (
        "a task with an eta runs hours too late",
        "a task with an eta runs at once",
        "eta is off by the time zone",
    )
    bad = """\
# file: proj.py
from datetime import datetime, timedelta

from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def add(): ...


def later():
    add.apply_async(eta=datetime.now() + timedelta(hours=1))
"""
    good = """\
# file: proj.py
from datetime import UTC, datetime, timedelta

from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def add(): ...


def later():
    add.apply_async(eta=datetime.now(UTC) + timedelta(hours=1))
"""

    def check(self, project: Project) -> Iterator[Finding]:
        zone = project.config["timezone"]
        for call in project.calls:
            for option in ("eta", "expires"):
                value = call.options.get(option)
                made = _made(value)
                if value is None or not made:
                    continue
                if made not in _FIXED:
                    yield self._told(project, call, option, value, made)
                elif zone.known and zone.value not in _UTC:
                    # Written out, it may be meant as UTC, unless the program says where it lives.
                    yield self._told(project, call, option, value, made, zone)

    def _told(
        self, project: Project, call: Call, option: str, value: Value, made: str, zone: Value | None = None
    ) -> Finding:
        short = made.removeprefix("datetime.")
        seconds = made == "datetime.datetime.now" and option == "eta"
        return self.finding(
            value,
            subject=project.app,
            said="no time zone",
            related=label(zone, "this does not change how the worker takes it") if zone else (),
            option=option,
            made=f"{short}()",
            who=str(zone.value) if zone and isinstance(zone.value, str) else "the machine that sends",
            cure="datetime.now(UTC), or countdown with a number of seconds" if seconds else "give it a tzinfo",
        )


def _made(value: Value | None) -> str:
    """What makes a datetime that has no time zone; "" for all else."""
    if value is None or not isinstance(value.value, Opaque) or value.value.type != "datetime.datetime":
        return ""
    zone = value.keys.get("tzinfo")
    return value.value.text if zone and zone.known and zone.value is None else ""
