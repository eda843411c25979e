from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule
from celerykit.rules.foreign_names import elsewhere, is_third_party
from celerykit.rules.misspellings import meant
from celerykit.rules.release import numbers, older_than


class UnknownSetting(Rule):
    """A setting has a name that Celery does not know.

    *Why*: Celery takes any name and reads only those it knows.
    A misspelt setting is no error: its value is ignored, and the default stays in force.

    *Instead*: write the name as Celery reads it.
    A near miss is an error, any other unknown name a warning.
    Of upper-case names, as in Django's settings, only near misses count: the others may be the project's own.
    """

    code = "CK101"
    name = "unknown-setting"
    severity = "error"
    message = "Celery knows no setting called {name}, so it ignores the value; {meant} stays at its default"
    fix = "did you mean {meant}?"
    symptoms = ("a setting has no effect", "consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//")
    bad = """\
broker_url = "redis://localhost:6379/0"
task_serialiser = "json"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_serializer = "json"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for entry in project.config.in_force():
            if entry.setting is None:
                yield from self._unknown(project, entry)
            elif entry.setting in SETTINGS and older_than(project, SETTINGS[entry.setting].since):
                yield self._too_new(project, entry, SETTINGS[entry.setting].since)

    def _unknown(self, project: Project, entry: Entry) -> Iterator[Finding]:
        prefix = f"{project.config.namespace.rstrip('_')}_" if project.config.namespace else ""
        bare = entry.name.lower().removeprefix(prefix.lower())
        if is_third_party(bare) or is_third_party(entry.name) or _is_of_the_project(entry.name, prefix):
            return
        cure = elsewhere(bare)
        setting = None if cure else meant(bare)
        if setting:
            yield self._told(project, entry, meant=_styled(setting, entry, project.config.namespace))
        elif cure:
            yield self._told(project, entry, fix=cure)
        elif entry.name != entry.name.upper():
            yield self._told(project, entry, fix="delete it, or see Celery's list of settings for the name")

    def _told(self, project: Project, entry: Entry, *, meant: str = "", fix: str | None = None) -> Finding:
        return self.finding(
            entry.place,
            subject=project.config.subject,
            said="no setting of Celery's",
            severity=None if meant else "warning",
            message=None if meant else "Celery knows no setting called {name}, so it ignores the value",
            fix="{cure}" if fix else None,
            name=entry.name,
            meant=meant,
            cure=fix,
        )

    def _too_new(self, project: Project, entry: Entry, since: str) -> Finding:
        return self.finding(
            entry.place,
            subject=project.config.subject,
            said=f"new in Celery {since}",
            severity="warning",
            message="Celery {release} knows no setting called {name}, so it ignores the value: {since} brought it",
            fix="use Celery {since}, or delete it",
            name=entry.name,
            release=".".join(str(number) for number in numbers(project.celery)),
            since=since,
        )


def _is_of_the_project(name: str, prefix: str) -> bool:
    """Whether a name in capitals is none of ours: a settings module, such as Django's, holds more than settings."""
    if name != name.upper() or name.startswith(("CELERY", "BROKER", prefix or "CELERY")):
        return False
    return bool(prefix) or name.lower() not in SETTINGS


def _styled(setting: str, entry: Entry, namespace: str) -> str:
    """The name as this program would write it: with its namespace, where the misspelt one has it."""
    if namespace and entry.way == "module":
        return f"{namespace.rstrip('_')}_{setting}".upper()
    return setting
