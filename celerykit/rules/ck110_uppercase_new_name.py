from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import listed, renamed


class UppercaseNewName(Rule):
    """A new name of a setting is written in upper case.

    *Why*: the new names are lower case; the old ones are upper case, and are others.
    `TASK_ACKS_LATE` is neither: Celery ignores it in silence.
    Some such names work, as the old name is the same: `BROKER_URL`.

    *Instead*: write the name in lower case.
    """

    code = "CK110"
    name = "uppercase-new-name"
    severity = "warning"
    message = "Celery knows {meant}, and nothing called {names}: it ignores {them}"
    fix = "rename {renames}"
    symptoms = ("a setting has no effect",)
    bad = """\
# file: celeryconfig.py
BROKER_URL = "redis://localhost:6379/0"
WORKER_MAX_MEMORY_PER_CHILD = 200000
"""
    good = """\
# file: celeryconfig.py
broker_url = "redis://localhost:6379/0"
worker_max_memory_per_child = 200000
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config = project.config
        if config.namespace:
            return
        dead = [
            entry
            for entry in config.in_force()
            if entry.setting is None
            and not entry.used
            and entry.name.isupper()
            and entry.name.lower() in SETTINGS
            and not config.written(entry.name.lower())
        ]
        if not dead:
            return
        yield self.finding(
            dead[0].place,
            subject=config.subject,
            said="never read",
            related=[end for entry in dead[1:] for end in label(entry.place, "never read")],
            edits=[edit for entry in dead for edit in renamed(entry, entry.name.lower())],
            names=listed([entry.name for entry in dead]),
            meant=listed([entry.name.lower() for entry in dead]),
            them="them" if len(dead) > 1 else "it",
            renames=", ".join(f"{entry.name} to {entry.name.lower()}" for entry in dead),
        )
