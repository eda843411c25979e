from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import SETTINGS
from celerykit.findings import Finding
from celerykit.project import Project, Stray, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import listed
from celerykit.values.secrets import hide_in_text

_WIDTH = 60  # of a value that fits into a line to paste


class SettingsAsModuleVariables(Rule):
    """A setting is assigned where Celery never looks: to a variable beside the app, or to the app itself.

    *Why*: Celery reads `app.conf` and what is given to `config_from_object`, and nothing else.
    `task_acks_late = True` below `app = Celery(…)` is a variable of that module; `app.task_acks_late = True` is an
    attribute of the app that nobody reads.

    *Instead*: assign it to `app.conf`.
    """

    code = "CK111"
    name = "settings-as-module-variables"
    severity = "error"
    message = "{setting} is {what}, where Celery never looks: {state}"
    fix = "{cure}"
    symptoms = ("a setting has no effect",)
    bad = """\
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
task_acks_late = True
"""
    good = bad.replace("\ntask_acks_late", "\napp.conf.task_acks_late")

    def check(self, project: Project) -> Iterator[Finding]:
        attributes = [stray for stray in project.strays if stray.how == "attribute" and not _agrees(project, stray)]
        # A setting is made from the variable of its name, as a rule.
        variables = [s for s in project.strays if s.how == "variable" and not project.config.written(s.setting)]
        if len(variables) > _FEW:
            yield self._all(project, variables)
            variables = []
        for stray in (*variables, *attributes):
            yield self._told(project, stray)

    def _told(self, project: Project, stray: Stray) -> Finding:
        entry = project.config.entry(stray.setting)
        default = project.config[stray.setting]
        return self.finding(
            stray.place,
            subject=project.app,
            said="nobody reads it",
            # What holds anyway is what its author wants; only a later change would be lost.
            severity="warning" if not entry and _same(stray, default) else None,
            setting=stray.name or stray.setting,
            what="a variable of this module" if stray.how == "variable" else "set on the app, not on its conf",
            state=f"the value set by {entry.name} stays in force" if entry else "its default stays in force",
            cure=f"{_app(project)}.conf.{stray.setting} = {_text(stray)}",
        )

    def _all(self, project: Project, strays: list[Stray]) -> Finding:
        """A whole configuration beside the app is one mistake."""
        return self.finding(
            strays[0].place,
            subject=project.app,
            said="nobody reads it",
            related=[end for stray in strays[1:] for end in label(stray.place, "nobody reads it")],
            message="{names} are variables of this module, where Celery never looks: their defaults stay in force",
            names=listed([stray.name or stray.setting for stray in strays]),
            cure=f"{_app(project)}.config_from_object(__name__)",
        )


# So many variables are settings by mistake, each on its own; more are a configuration that nothing loads.
_FEW = 4


def _agrees(project: Project, stray: Stray) -> bool:
    """Whether the configuration says the same."""
    entry = project.config.entry(stray.setting)
    return entry is not None and _same(stray, entry.value)


def _same(stray: Stray, value: Value) -> bool:
    return stray.value.known and value.decided and stray.value.value == value.value


def _app(project: Project) -> str:
    """The name of the app, as the program calls it."""
    name = project.app.partition(":")[2]
    return name if name.isidentifier() else "app"


def _text(stray: Stray) -> str:
    """The value as written, if it fits into a line and is no secret."""
    setting = SETTINGS.get(stray.setting)
    text = hide_in_text(stray.value.text)
    return text if text and len(text) <= _WIDTH and not (setting and setting.secret) else "…"
