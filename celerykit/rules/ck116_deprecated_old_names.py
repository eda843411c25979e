from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import OLD_NAMES
from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import is_old, listed, renamed


class DeprecatedOldNames(Rule):
    """Settings are written by their names from before Celery 4.

    *Why*: Celery 6.0 will not know them.
    A worker warns of them, but not where the settings are Django's (celery/apps/worker.py).

    *Instead*: `celery upgrade settings path/to/settings.py` renames them, with `--django` under a namespace.
    """

    code = "CK116"
    name = "deprecated-old-names"
    severity = "info"
    message = "{names} {are} from before Celery 4, and 6.0 will not know {them}"
    fix = "rename {renames}"
    symptoms = ("CDeprecationWarning: The 'CELERY_ACKS_LATE' setting is deprecated and scheduled for removal",)
    bad = """\
# file: celeryconfig.py
BROKER_URL = "redis://localhost:6379/0"
CELERY_ACKS_LATE = True
"""
    good = """\
# file: celeryconfig.py
broker_url = "redis://localhost:6379/0"
task_acks_late = True
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config = project.config
        if config.namespace and not (project.celery and config.namespace.isupper()):
            # Whether they are in force depends on the Celery in use, and on the case: other rules say so.
            return
        old = [entry for entry in config.in_force() if entry.setting and is_old(entry.name, config.namespace)]
        if not old:
            return
        names = list(dict.fromkeys(entry.name for entry in old))
        head = f"{config.namespace.rstrip('_')}_".upper() if config.namespace else ""
        yield self.finding(
            old[0].place,
            subject=config.subject,
            said="an old name",
            related=[end for entry in old[1:] for end in label(entry.place, "an old name")],
            edits=[edit for entry in old for edit in renamed(entry, _new(entry.name, head))],
            names=listed(names),
            are="are names" if len(names) > 1 else "is a name",
            them="them" if len(names) > 1 else "it",
            renames=", ".join(f"{name} to {_new(name, head)}" for name in names),
        )


def _new(name: str, head: str) -> str:
    return f"{head}{OLD_NAMES[name].upper()}" if head else OLD_NAMES[name]
