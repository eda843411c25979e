from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding, Severity
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule
from celerykit.rules.foreign_names import elsewhere, is_of_a_transport, is_removed, is_third_party
from celerykit.rules.misspellings import meant
from celerykit.rules.release import numbers, older_than
from celerykit.rules.setting_styles import in_another_form, prefix, renamed, styled


class UnknownSetting(Rule):
    """A setting has a name that Celery does not know.

    *Why*: Celery takes any name and reads only those it knows.
    A misspelt setting is no error: its value is ignored, and the default stays in force.

    *Instead*: write the name as Celery reads it.
    A near miss is an error, any other unknown name a warning.
    Of upper-case names, as in Django's settings, only near misses count that nothing else reads: the others may be the
    project's own.
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
        config = project.config
        head = prefix(config.namespace)
        bare = entry.name.lower().removeprefix(head.lower())
        if is_third_party(bare) or is_third_party(entry.name) or _is_of_the_project(entry, head):
            return
        if is_of_a_transport(bare) or in_another_form(entry.name, head):
            return
        cure = elsewhere(bare)
        setting = None if cure else meant(bare)
        if setting:
            # In capitals beside the real one, it is what the real one is made from.
            if not entry.name.isupper() or not config.written(setting):
                yield self._told(project, entry, meant=styled(setting, entry, config.namespace))
        elif cure:
            yield self._told(project, entry, fix=cure, severity="info" if is_removed(bare) else "warning")
        elif entry.name != entry.name.upper() and (config.complete or entry.way != "keyword"):
            # A class made from Celery may take keywords of its own; the config is not complete then.
            yield self._told(project, entry, fix="delete it, or see Celery's list of settings for the name")

    def _told(
        self,
        project: Project,
        entry: Entry,
        *,
        meant: str = "",
        fix: str | None = None,
        severity: Severity = "warning",
    ) -> Finding:
        return self.finding(
            entry.place,
            subject=project.config.subject,
            said="no setting of Celery's",
            severity=None if meant else severity,
            edits=renamed(entry, meant) if meant else (),
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


def _is_of_the_project(entry: Entry, head: str) -> bool:
    """Whether a name is none of ours: the program reads it, or a settings module, such as Django's, holds it."""
    name = entry.name
    if entry.used or name != name.upper() or name.startswith(("CELERY", "BROKER", head or "CELERY")):
        return entry.used
    return bool(head) or name.lower() not in SETTINGS
