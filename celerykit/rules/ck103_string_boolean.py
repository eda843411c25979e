from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding
from celerykit.project import Entry, Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.words import unless

_MEANT_FALSE = frozenset({"0", "f", "false", "n", "no", "none", "null", "off"})


class StringBoolean(Rule):
    """A switch is set to a text, and every text that is not empty means on.

    *Why*: Celery converts nothing: for Python the text "False" is true.
    An environment variable is always a text, so `os.environ.get("EAGER", "False")` is on whatever it says.

    *Instead*: write `True` or `False`; compare what comes from the environment.
    """

    code = "CK103"
    name = "string-boolean"
    severity = "error"
    message = "{name} is {what}, and every text that is not empty means on{unless}"
    fix = "{cure}"
    symptoms = ('task_always_eager="False" runs every task in the process that sends it',)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_track_started = "False"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_track_started = False
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for entry in project.config.in_force():
            setting = SETTINGS.get(entry.setting or "")
            if setting and setting.kind == "bool" and _is_text(entry.value):
                yield self._told(project, entry)

    def _told(self, project: Project, entry: Entry) -> Finding:
        value = entry.value
        literal = value.known and not value.variable
        off = isinstance(value.value, str) and value.value.strip().lower() in _MEANT_FALSE
        if literal:
            cure = f"{entry.name} = {not off}"
        else:
            read = f'os.environ.get("{value.variable or "NAME"}", "{str(not off and value.known).lower()}")'
            cure = f'{entry.name} = {read}.lower() in {{"1", "true", "yes"}}'
        return self.finding(
            value,
            subject=project.config.subject,
            said="a text, not a truth value",
            severity="warning" if literal and not off else None,
            name=entry.name,
            what=f"the text {value.value!r}" if value.known else "a text from the environment",
            unless=unless(value).replace("is set", "is set to an empty text"),
            cure=cure,
        )


def _is_text(value: Value) -> bool:
    if value.known:
        return isinstance(value.value, str) and value.value != ""
    return value.unknown and value.type is str
