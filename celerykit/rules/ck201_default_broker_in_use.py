from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Entry, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.words import assignment

_VARIABLE = "CELERY_BROKER_URL"
_SAY_WHERE = ("broker_url", "broker_read_url", "broker_write_url", "broker_transport", "broker_host")


class DefaultBrokerInUse(Rule):
    """No broker is set, so Celery dials a RabbitMQ on the same machine.

    *Why*: without a broker URL Celery connects to `amqp://guest@127.0.0.1:5672`.
    Where nothing listens there, sending a task fails; where something does, tasks go astray.
    Often the URL is written, but under a name that is not read.

    *Instead*: set `broker_url`, or the environment variable `CELERY_BROKER_URL`, which Celery reads itself.
    That may be set where nobody can see it from the source: without any sign of a mistake this is only noted.
    """

    code = "CK201"
    name = "default-broker-in-use"
    severity = "error"
    message = "no broker is set{though}: Celery dials amqp://guest@127.0.0.1:5672{unless}"
    fix = "{line}"
    symptoms = ("consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.",)
    bad = """\
from celery import Celery

app = Celery("proj")
app.conf.broker = "redis://localhost:6379/0"
"""
    good = """\
from celery import Celery

app = Celery("proj")
app.conf.broker_url = "redis://localhost:6379/0"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config, eager = project.config, project.config["task_always_eager"]
        said = [config[name] for name in _SAY_WHERE]
        if project.tests or not config.complete or eager.unknown or eager.value:
            return
        if any(value.unknown or value.value for value in said) or _is_in_an_environment(project):
            return
        astray = next((entry for entry in config.in_force() if _was_meant(entry)), None)
        if astray is None and not project.app:
            return
        yield self.finding(
            astray.place if astray else project.app_place,
            subject=project.app or config.subject,
            said="Celery reads no broker here" if astray else "an app without a broker",
            related=label(project.app_place, "an app without a broker") if astray else (),
            severity=None if astray or config.loaded else "info",
            though=f", as {astray.name} is no name that Celery reads" if astray else "",
            unless="" if config.loaded else ", unless CELERY_BROKER_URL is set where it runs",
            line=assignment(project, "broker_url", '"redis://localhost:6379/0"')
            if not astray
            else f"did you mean {assignment(project, 'broker_url', '…')}",
        )


def _is_in_an_environment(project: Project) -> bool:
    """Whether something that starts a process says where the broker is, in the variable that Celery itself reads."""
    deployment = project.deployment
    given = [process.environment for process in deployment.processes] + [
        image.environment for image in deployment.images
    ]
    return any(_VARIABLE in environment for environment in given)


def _was_meant(entry: Entry) -> bool:
    """Whether a name that Celery does not read was meant to say where the broker is."""
    words = entry.name.lower().split("_")
    return entry.setting is None and "broker" in words and (len(words) == 1 or words[-1] in {"url", "uri", "broker"})
