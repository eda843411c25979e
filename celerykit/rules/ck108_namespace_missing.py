from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import is_old, listed, renamed, with_prefix
from celerykit.values.secrets import hide_in_text

_OF_AN_OBJECT = frozenset({"module", "mapping"})


class NamespaceMissing(Rule):
    """Settings carry the prefix CELERY_, and no namespace makes Celery read them.

    *Why*: `CELERY_BROKER_URL` is no name that Celery knows; only `namespace="CELERY"` makes it look for one.
    Without it these settings are ignored in silence, and their defaults stay: the broker is RabbitMQ on localhost.
    It is easily missed, as some prefixed names, such as `CELERY_RESULT_BACKEND`, are also old names and do work.

    *Instead*: give the namespace, or write the names without the prefix, in lower case.
    """

    code = "CK108"
    name = "namespace-missing"
    severity = "error"
    message = (
        "{names} {carry} the prefix CELERY_, but no namespace is given: Celery ignores {them}, and {settings} {stay}"
    )
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
app.config_from_object("proj.settings")
# file: proj/settings.py
CELERY_BROKER_URL = "redis://localhost:6379/0"
CELERY_TASK_ACKS_LATE = True
"""
    good = bad.replace('("proj.settings")', '("proj.settings", namespace="CELERY")')

    def check(self, project: Project) -> Iterator[Finding]:
        dead = _dead(project)
        if not dead:
            return
        style = _style(project, dead[0])
        place = project.source.place if project.source else None
        at_source = place is not None and style == "prefixed"
        several = len(dead) > 1
        yield self.finding(
            place if at_source else dead[0].place,
            subject=project.config.subject,
            said="without a namespace" if at_source else "never read",
            related=[end for entry in dead[0 if at_source else 1 :] for end in label(entry.place, "never read")],
            edits=[edit for entry in dead for edit in renamed(entry, _new(entry, style))]
            if style != "prefixed"
            else (),
            severity="info" if all(_is_default(project, entry) for entry in dead) else None,
            names=listed([entry.name for entry in dead]),
            carry="carry" if several else "carries",
            them="them" if several else "it",
            settings=listed([with_prefix(entry.name) or "" for entry in dead]),
            stay="stay at their defaults" if several else "stays at its default",
            cure=_namespace(project)
            if style == "prefixed"
            else "rename " + ", ".join(f"{entry.name} to {_new(entry, style)}" for entry in dead),
        )


def _dead(project: Project) -> list[Entry]:
    """The entries with the prefix of a namespace that is not given; unless their values count by another way."""
    config = project.config
    if config.namespace:
        return []
    found = {
        entry.name: entry
        for entry in config.in_force()
        if entry.setting is None
        and entry.way in {"module", "mapping", "update"}
        and (setting := with_prefix(entry.name))
        and not config.written(setting)
    }
    # A module that no app is seen to read may be read with a namespace; not one that has plain names, too.
    return list(found.values()) if project.app or _style(project, None) == "plain" else []


def _style(project: Project, entry: Entry | None) -> Literal["plain", "old", "prefixed"]:
    """How the others are named: so that they count as they are, by new names or by old ones, or with the prefix."""
    others = [each.name for each in project.config.in_force() if each.way in _OF_AN_OBJECT]
    if any(name in SETTINGS for name in others) or (entry and entry.way not in _OF_AN_OBJECT):
        return "plain"
    # A namespace would hide these from Celery up to 5.6.
    return "old" if any(is_old(name, "CELERY") for name in others) else "prefixed"


def _new(entry: Entry, style: str) -> str:
    """The name by which Celery would find it, in the style of the others."""
    setting = SETTINGS[with_prefix(entry.name) or ""]
    return setting.old[0] if style == "old" and setting.old else setting.name


def _is_default(project: Project, entry: Entry) -> bool:
    """Whether it says what holds without it."""
    setting = with_prefix(entry.name) or ""
    return entry.value.known and entry.value.value == project.config.defaults.get(setting)


def _namespace(project: Project) -> str:
    text = project.source.text if project.source else ""
    return f'config_from_object({hide_in_text(text) or "…"}, namespace="CELERY")'
