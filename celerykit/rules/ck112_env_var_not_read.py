from __future__ import annotations

from collections.abc import Iterator, Sequence

from celerykit.catalogue import VARIABLES
from celerykit.findings import Finding, Severity
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.environments import OF_THE_COMMAND, OPTIONS, Variable, by_name, unread_setting
from celerykit.rules.programs import is_seen
from celerykit.values.secrets import hide_in_text


class EnvVarNotRead(Rule):
    """An environment variable is set for Celery that Celery does not read, or takes for something else.

    *Why*: of its settings Celery reads four from the environment: `CELERY_BROKER_URL`, `CELERY_BROKER_READ_URL`,
    `CELERY_BROKER_WRITE_URL` and `CELERY_RESULT_BACKEND`.
    Any other, such as `CELERY_TASK_ACKS_LATE`, does nothing unless the configuration reads it.
    The `celery` command reads more, as its options: `BROKER_URL`, `CELERY_BROKER`, `CELERY_BEAT_SCHEDULE`.
    The web processes do not, so that they send elsewhere than the workers listen.

    *Instead*: read the variable in the configuration.
    """

    code = "CK112"
    name = "env-var-not-read"
    severity = "warning"
    message = "{name} is set for the processes, but neither Celery nor the program reads it: {setting} does not change"
    fix = '{setting} = os.environ["{name}"], converted to what the setting wants'
    symptoms = ("a setting from the environment has no effect", "the worker listens on another broker than the web app")
    bad = """\
# file: Procfile
worker: env CELERY_TASK_ACKS_LATE=true celery -A proj worker
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
"""
    good = (
        bad.replace("from celery", "import os\n\nfrom celery")
        + 'app.conf.task_acks_late = os.environ.get("CELERY_TASK_ACKS_LATE") == "true"\n'
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for name, places in by_name(project).items():
            if name == "CELERY_BROKER":
                yield from self._host(places)
            if not is_seen(project):
                if setting := unread_setting(name):
                    yield self._told(project, name, places, setting, message=_ALONE, severity="info")
                continue
            if project.variables is None or name in project.variables:
                continue
            if name in OF_THE_COMMAND:
                yield from self._of_the_command(project, name, places)
            elif name == "CELERY_BEAT_SCHEDULE":
                yield self._told(project, name, places, "beat_schedule", message=_SCHEDULE, fix=_SCHEDULE_FIX)
            elif setting := unread_setting(name):
                yield self._told(project, name, places, setting)

    def _host(self, places: Sequence[Variable]) -> Iterator[Finding]:
        """CELERY_BROKER=redis: the command takes it for a URL, and without a scheme that is an AMQP host."""
        wrong = [one for one in places if one.kind != "web" and _is_bare(one.value.value)]
        if wrong:
            yield self.finding(
                wrong[0].value,
                said="taken for --broker",
                related=[end for one in wrong[1:] for end in label(one.value, "taken for --broker")],
                severity="error",
                message=_HOST,
                fix="name the variable otherwise, or write a whole URL: CELERY_BROKER_URL=redis://…",
                value=hide_in_text(str(wrong[0].value.value)),
            )

    def _of_the_command(self, project: Project, name: str, places: Sequence[Variable]) -> Iterator[Finding]:
        right = OF_THE_COMMAND[name]
        said = project.config[VARIABLES[right]]
        others = [one for one in places if not (said.known and one.value.value == said.value)]
        if others:
            yield self._told(project, name, others, VARIABLES[right], message=_COMMAND, fix=f"name it {right}")

    def _told(
        self,
        project: Project,
        name: str,
        places: Sequence[Variable],
        setting: str,
        message: str | None = None,
        fix: str | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        entry = project.config.entry(setting)
        return self.finding(
            places[0].value,
            said="not read" if message in (None, _ALONE) else "read by the celery command only",
            related=[
                *(end for one in places[1:] for end in label(one.value, "here, too")),
                *(label(entry.place, "what is in force") if entry else ()),
            ],
            severity=severity,
            message=message,
            fix=fix,
            name=name,
            setting=setting,
            option=OPTIONS.get(name, "-s"),
        )


_ALONE = "Celery does not read {name}: {setting} does not change, unless the program, which is not seen here, reads it"
_COMMAND = (
    "{name} is read by the celery command, as its {option}, and by no other process: "
    "a web process keeps the {setting} of the configuration"
)
_SCHEDULE = "celery beat takes {name} for the path of its database file (its option {option}), not for {setting}"
_SCHEDULE_FIX = "name the variable otherwise, and read it in the configuration"
_HOST = (
    "the celery command takes CELERY_BROKER for its --broker, and {value} without a scheme for a RabbitMQ host: "
    "it dials amqp://guest@{value}:5672"
)


def _is_bare(told: object) -> bool:
    return isinstance(told, str) and bool(told) and "://" not in told
