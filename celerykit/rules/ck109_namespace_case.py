from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import from_object, listed, prefix


class NamespaceCase(Rule):
    """The namespace is written in another case than the settings.

    *Why*: Celery looks for names in the case of the namespace (celery/utils/text.py, match_case).
    With `namespace="celery"` it looks for `celery_broker_url`, and `CELERY_BROKER_URL` is never read.

    *Instead*: write the namespace in the case of the settings: `namespace="CELERY"` for upper-case ones.
    """

    code = "CK109"
    name = "namespace-case"
    severity = "error"
    message = 'with the namespace "{namespace}" Celery looks for {looked_for}, and never reads {names}'
    fix = "{cure}"
    symptoms = (
        "consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused",
        "a setting has no effect",
    )
    bad = """\
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj")
app.config_from_object("proj.settings", namespace="celery")
# file: proj/settings.py
CELERY_BROKER_URL = "redis://localhost:6379/0"
"""
    good = bad.replace('namespace="celery"', 'namespace="CELERY"')

    def check(self, project: Project) -> Iterator[Finding]:
        dead = _dead(project)
        if not dead:
            return
        head = prefix(project.config.namespace)
        written = dead[0].name[: len(head) - 1]
        yield self.finding(
            project.source if project.source and project.source.place else dead[0].place,
            subject=project.config.subject,
            said="its namespace" if project.source and project.source.place else "never read",
            related=[end for entry in dead for end in label(entry.place, "never read")],
            namespace=project.config.namespace,
            looked_for=_looked_for(dead[0].name, head),
            names=listed([entry.name for entry in dead]),
            cure=f'namespace="{written}"'
            if written in {written.upper(), written.lower()}
            else f"rename {dead[0].name} to {_looked_for(dead[0].name, head)}",
        )


def _dead(project: Project) -> list[Entry]:
    """The settings that differ from the names that Celery looks for in nothing but the case."""
    head = prefix(project.config.namespace)
    if not head:
        return []
    return [
        entry
        for entry in from_object(project).values()
        if entry.setting is None
        and entry.name.lower().startswith(head.lower())
        and (setting := entry.name[len(head) :].lower()) in SETTINGS
        and not project.config.written(setting)
    ]


def _looked_for(name: str, head: str) -> str:
    """The name that Celery looks for where it is meant to find this one."""
    return name.upper() if head.isupper() else name.lower()
