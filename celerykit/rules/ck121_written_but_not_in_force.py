from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule
from celerykit.values.secrets import shown

_WIDTH = 60  # of a value that a message repeats


class WrittenButNotInForce(Rule):
    """A setting is written in the source, and another value is in force once the configuration is loaded.

    *Why*: something that the source does not show changes it: a plug-in, a file read at run time, a signal handler,
    a name that is assigned by `globals()` or `setattr`.
    Whoever reads the source believes what is not so.

    *Instead*: find what changes it, and say it in one place.
    Only seen where the configuration was loaded, not with `--static`; a value from the environment is no difference.
    """

    code = "CK121"
    name = "written-but-not-in-force"
    severity = "warning"
    message = "{name} is written as {written}, but {loaded} is in force once the configuration is loaded"
    fix = "find what changes {setting} when the program is loaded, and say it in one place"
    symptoms = ("a setting has no effect",)
    bad = """\
# file: celeryconfig.py
broker_url = "redis://localhost:6379/0"
task_acks_late = True
globals().update(task_acks_late=False)
"""
    good = """\
# file: celeryconfig.py
broker_url = "redis://localhost:6379/0"
task_acks_late = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if not project.config.loaded:
            return
        for entry in project.config.in_force():
            if _differs(entry) and not _explained(project, entry):
                yield self._told(project, entry)

    def _told(self, project: Project, entry: Entry) -> Finding:
        secret = SETTINGS[entry.setting or ""].secret
        written = shown(entry.as_written.value, secret=secret) if entry.as_written else ""
        loaded = shown(entry.value.value, secret=secret)
        return self.finding(
            entry.place,
            subject=project.config.subject,
            said="not in force",
            name=entry.name,
            setting=entry.setting,
            written=written if len(written) <= _WIDTH else "one value",
            loaded=loaded if len(loaded) <= _WIDTH else "another",
        )


def _differs(entry: Entry) -> bool:
    """Whether a plain value is written out, and another is in force. Lists and mappings are filled at run time."""
    written, loaded = entry.as_written, entry.value
    if entry.setting not in SETTINGS or written is None or not loaded.known:
        return False
    plain = all(isinstance(value.value, (str, int, float, bool, type(None))) for value in (written, loaded))
    return plain and written.known and written.literal and not written.variable and written.value != loaded.value


def _explained(project: Project, entry: Entry) -> bool:
    """Whether another line may say what is in force: that of a function that nobody has called yet does not count."""
    others = (each.value for each in project.config.entries if each.setting == entry.setting and each is not entry)
    return any(not other.known or other.value == entry.value.value for other in others)
