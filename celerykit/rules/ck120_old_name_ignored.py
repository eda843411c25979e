from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import OLD_NAMES
from celerykit.findings import Finding
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.release import older_than
from celerykit.rules.setting_styles import from_object, is_old, listed, prefix

_HONOURED = "5.7"


class OldNameIgnored(Rule):
    """Settings are written by old names, or without the prefix, under a namespace.

    *Why*: up to Celery 5.6 a namespace makes Celery look for the prefix with the new name, and for nothing else:
    `CELERY_ACKS_LATE`, `CELERYBEAT_SCHEDULE` and `BROKER_TRANSPORT_OPTIONS` are ignored in silence.
    Celery 5.7 finds them, so that they come into force with an upgrade, years after they were written.

    *Instead*: write the prefix with the new name, which every version finds.
    """

    code = "CK120"
    name = "old-name-ignored"
    severity = "warning"
    message = "{names} {are} under the namespace {namespace}: {consequence}"
    fix = "rename {renames}"
    symptoms = ("a setting has no effect", "after the upgrade to Celery 5.7 tasks are acknowledged late")
    bad = """\
# file: requirements.txt
celery==5.6.2
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj")
app.config_from_object("proj.settings", namespace="CELERY")
# file: proj/settings.py
CELERY_BROKER_URL = "redis://localhost:6379/0"
CELERY_ACKS_LATE = True
"""
    good = bad.replace("CELERY_ACKS_LATE", "CELERY_TASK_ACKS_LATE")

    def check(self, project: Project) -> Iterator[Finding]:
        old = _old(project)
        if not old or (project.celery and not older_than(project, _HONOURED)):
            return
        names, several = [entry.name for entry in old], len(old) > 1
        head = prefix(project.config.namespace).upper()
        pinned = _IGNORED if project.celery else _DEPENDS
        yield self.finding(
            old[0].place,
            subject=project.config.subject,
            said="an old name",
            related=[end for entry in old[1:] for end in label(entry.place, "an old name")],
            severity=None if project.celery else "info",
            # No edits: to come into force is what some of them should not.
            names=listed(names),
            are="are old names" if several else "is an old name",
            namespace=project.config.namespace,
            consequence=pinned.format(
                celery=project.celery, ignores="them" if several else "it", finds="them" if several else "it"
            ),
            renames=", ".join(f"{name} to {head}{OLD_NAMES[name].upper()}" for name in names),
        )


_IGNORED = "Celery {celery} ignores {ignores}, and 5.7 will put {finds} into force"
_DEPENDS = "Celery up to 5.6 ignores {ignores}, and 5.7 puts {finds} into force"


def _old(project: Project) -> list[Entry]:
    """The entries that Celery finds by their old names only, and that nothing else makes needless."""
    written, config = from_object(project), project.config
    if not config.namespace.isupper():
        return []
    elsewhere = {
        entry.setting for entry in config.in_force() if entry.setting and not is_old(entry.name, config.namespace)
    }
    return [
        entry for name, entry in written.items() if is_old(name, config.namespace) and OLD_NAMES[name] not in elsewhere
    ]
