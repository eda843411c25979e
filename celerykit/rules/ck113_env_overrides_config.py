from __future__ import annotations

from collections.abc import Iterator

from celerykit.catalogue import VARIABLES
from celerykit.findings import Finding
from celerykit.project import Entry, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.environments import Variable, by_name
from celerykit.values.secrets import hide_in_text

_LOCAL = ("localhost", "127.0.0.1")


class EnvOverridesConfig(Rule):
    """The environment names another broker or result backend than the configuration, and wins.

    *Why*: Celery looks for `CELERY_BROKER_URL`, `CELERY_BROKER_READ_URL`, `CELERY_BROKER_WRITE_URL` and
    `CELERY_RESULT_BACKEND` in the environment before it looks anywhere else (celery/app/utils.py, Settings).
    What the configuration says then counts only for processes that run without the variable: a shell, a cron job.

    *Instead*: say it once.
    Read the variable in the configuration, with a default for those who do not set it, or delete one of the two.
    """

    code = "CK113"
    name = "env-overrides-config"
    severity = "warning"
    message = "the environment sets {name} to {told}, which beats {setting} = {written}"
    fix = '{written_name} = os.environ.get("{name}", {written}), or delete one of the two'
    symptoms = ("tasks that were sent from a shell never run", "the configured broker is not the one that is used")
    bad = """\
# file: Procfile
worker: env CELERY_BROKER_URL=redis://cache:6379/0 celery -A proj worker
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://jobs:6379/0")
"""
    good = bad.replace("env CELERY_BROKER_URL=redis://cache:6379/0 ", "")

    def check(self, project: Project) -> Iterator[Finding]:
        variables = by_name(project)
        for name, setting in VARIABLES.items():
            entry = project.config.entry(setting)
            if not entry or not entry.value.literal or entry.value.variable or not entry.value.known:
                continue
            sure = [one for one in variables.get(name, ()) if not one.doubtful]
            others = [one for one in sure if not _agrees(one.value, entry.value)]
            if others:
                yield self._told(project, setting, entry, others)

    def _told(self, project: Project, setting: str, entry: Entry, others: list[Variable]) -> Finding:
        told, written = others[0].value, hide_in_text(repr(entry.value.value))
        return self.finding(
            told,
            subject=project.config.subject,
            said="this is used",
            related=[
                *(end for one in others[1:] for end in label(one.value, "here, too")),
                *label(entry.value, "this is not"),
            ],
            # A default for a developer's machine is meant to be beaten; a value that is not known may be the same.
            severity="info" if _is_local(entry.value) or not told.known else None,
            name=others[0].name,
            told=hide_in_text(repr(told.value)) if told.known else "a value of its own",
            setting=setting,
            written=written,
            written_name=entry.name if entry.way != "keyword" else setting,
        )


def _agrees(told: Value, written: Value) -> bool:
    """Whether the environment says what the configuration says, or what is meant to be said in its place."""
    if not told.decided:
        # Whatever it is, it is not a developer's own machine.
        return _is_local(written)
    return not told.value or told.value == written.value


def _is_local(written: Value) -> bool:
    return any(host in str(written.value) for host in _LOCAL)
