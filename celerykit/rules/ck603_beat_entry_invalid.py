from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.scheduling import entries, is_beat_s_own_scheduler, who
from celerykit.values.suggestions import closest

# celery/beat.py, ScheduleEntry.__init__: `name` and `app` are given by the scheduler itself.
_FIELDS = ("task", "schedule", "args", "kwargs", "options", "relative", "last_run_at", "total_run_count")
# Of Task.apply_async: they have a place of their own.
_OPTIONS = frozenset({
    "compression", "countdown", "delivery_mode", "eta", "exchange", "expires", "headers", "ignore_result", "priority",
    "queue", "retry", "retry_policy", "routing_key", "serializer", "soft_time_limit", "time_limit",
})  # fmt: skip


class BeatEntryInvalid(Rule):
    """An entry of the schedule is not made as beat wants it.

    *Why*: beat gives each entry's keys to a function that knows `task`, `schedule`, `args`, `kwargs`, `options` and
    `relative`; any other key, `queue` or `expires` among them, is a `TypeError`, and beat stops, with all its entries.
    So does an entry that is no dict, and a schedule that is a list.
    An entry without `schedule` is never due.

    *Instead*: put what `apply_async` takes into `options`: `"options": {"queue": "mail", "expires": 60}`.
    """

    code = "CK603"
    name = "beat-entry-invalid"
    severity = "error"
    message = "entry {entry} has a key {key} that beat does not know: beat stops with a TypeError"
    fix = "{cure}"
    symptoms = (
        "TypeError: ScheduleEntry.__init__() got an unexpected keyword argument 'queue'",
        "beat: Cannot calculate the next run",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
beat_schedule = {"mail": {"task": "proj.mail", "schedule": 30.0, "queue": "mail"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
beat_schedule = {"mail": {"task": "proj.mail", "schedule": 30.0, "options": {"queue": "mail"}}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if not is_beat_s_own_scheduler(project):
            return
        schedule = project.config["beat_schedule"]
        if schedule.known and isinstance(schedule.value, (list, tuple, set, str)) and schedule.value:
            yield self._not_a_dict(project, schedule, "beat_schedule", "write a dict of entries, each under its name")
            return
        for name, value in schedule.keys.items():
            if value.known and isinstance(value.value, (list, tuple, str, int, float)):
                cure = "take away the comma behind the entry" if _in_a_tuple(value) else "write a dict"
                yield self._not_a_dict(project, value, f"entry '{name}'", cure)
        yield from self._entries(project)

    def _entries(self, project: Project) -> Iterator[Finding]:
        for entry in entries(project):
            if entry.written is None:
                continue
            for key, value in entry.fields.items():
                if key not in _FIELDS and key not in {"name", "app"}:
                    yield self.finding(
                        value,
                        subject=project.config.subject,
                        said=f"beat knows no key '{key}'",
                        entry=who(entry),
                        key=f"'{key}'",
                        cure=_cure(key, value),
                    )
            if entry.schedule is None and entry.complete and entry.task is not None:
                yield self.finding(
                    entry.place,
                    subject=project.config.subject,
                    said="no schedule is given here",
                    message="entry {entry} has no schedule: it is never sent",
                    fix='add "schedule": crontab(minute=0) or a number of seconds',
                    entry=who(entry),
                )

    def _not_a_dict(self, project: Project, value: Value, what: str, cure: str) -> Finding:
        kind = type(value.value).__name__
        return self.finding(
            value,
            subject=project.config.subject,
            said=f"a {kind}",
            message="{what} is a {kind}, not a dict: beat stops when it reads the schedule, or never sends it",
            what=what,
            kind=kind,
            cure=cure,
        )


def _in_a_tuple(value: Value) -> bool:
    return isinstance(value.value, tuple) and len(value.value) == 1


def _cure(key: str, value: Value) -> str:
    if key in _OPTIONS:
        return f'"options": {{"{key}": {value.text or "…"}}}'
    meant = closest(key, _FIELDS)
    return f'did you mean "{meant}"?' if meant else f'take "{key}" away'
