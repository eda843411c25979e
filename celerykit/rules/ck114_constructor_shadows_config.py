from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Entry, Opaque, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import from_object
from celerykit.values.secrets import shown

_ON_THE_APP = frozenset({"keyword", "attribute", "update"})
_WIDTH = 40  # of a value that a message repeats


class ConstructorShadowsConfig(Rule):
    """A setting of the config object is beaten by another value on the app.

    *Why*: what is said on the app, by `Celery(…)`, `app.conf.x = …` or `app.conf.update(…)`, beats what
    `config_from_object` brings, even where it was said first (celery/app/base.py, _load_config).
    The line in the config object does nothing.

    *Instead*: say it in one place.
    """

    code = "CK114"
    name = "constructor-shadows-config"
    severity = "warning"
    message = "{loser} = {lost} is never in force: {winner} on the app beats the config object{although}"
    fix = "delete one of the two: {winner}, or {loser} in {where}"
    symptoms = ("a setting in the configuration module has no effect",)
    bad = """\
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj", task_acks_late=True)
app.config_from_object("proj.celeryconfig")
# file: proj/celeryconfig.py
broker_url = "redis://localhost:6379/0"
task_acks_late = False
"""
    good = bad.replace(", task_acks_late=True", "")

    def check(self, project: Project) -> Iterator[Finding]:
        losers = {entry.setting: entry for entry in from_object(project).values() if entry.setting}
        for winner in project.config.in_force():
            loser = losers.get(winner.setting or "") if winner.way in _ON_THE_APP else None
            if loser and _differ(loser.value, winner.value):
                yield self._told(project, loser, winner)

    def _told(self, project: Project, loser: Entry, winner: Entry) -> Finding:
        first = winner.way == "keyword" or _before(winner, project.source)
        return self.finding(
            loser.place,
            subject=project.config.subject,
            said="never in force",
            related=label(winner.place, "this is in force"),
            # Who writes it below the call knows what is beaten, unless it is a mapping, which is not merged.
            severity=None if first or isinstance(loser.value.value, Mapping) else "info",
            loser=loser.name,
            lost=_short(loser.value),
            winner=_said(winner),
            although=", though it is written first" if first else "",
            where=loser.place.path if loser.place else "the config object",
        )


def _differ(one: Value, other: Value) -> bool:
    """Whether two values are known, and differ; of objects, of which only the class is known, nobody can say."""
    if not one.known or not other.known or isinstance(one.value, Opaque) or isinstance(other.value, Opaque):
        return False
    return not one.variable and not other.variable and one.value != other.value


def _before(winner: Entry, source: Value | None) -> bool:
    """Whether it is written above the call of config_from_object, in the same file."""
    if winner.place is None or source is None or source.place is None:
        return False
    return winner.place.path == source.place.path and winner.place.line < source.place.line


def _said(entry: Entry) -> str:
    match entry.way:
        case "keyword":
            return f"Celery({entry.name}=…)"
        case "update":
            return f"conf.update({entry.name}=…)"
        case _:
            return f"conf.{entry.name}"


def _short(value: Value) -> str:
    text = shown(value.value)
    return text if len(text) <= _WIDTH else "…"
