from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.urls import address, each, reach
from celerykit.rules.words import named
from celerykit.values.places import Place

# What Celery itself reads in place of the setting.
_VARIABLES = {"broker_url": "CELERY_BROKER_URL", "result_backend": "CELERY_RESULT_BACKEND"}
# What talks to the broker.
_KINDS = frozenset({"worker", "beat", "flower", "events"})


class LocalhostBrokerInContainer(Rule):
    """The broker or the result backend is on `localhost`, which in a container is the container itself.

    *Why*: each container has a `localhost` of its own.
    A broker that runs beside it, in another container or on the host, is not there: `Connection refused`.

    *Instead*: name the broker's service, as the compose file does, or let the environment say where it is.
    What a Dockerfile starts is only noted, as its environment is known when it is run; so is the default of a variable
    that no file sets.
    """

    code = "CK210"
    name = "localhost-broker-in-container"
    severity = "warning"
    message = "{setting} is on {host}, which in the container of {service} is the container itself{unless}"
    fix = "name the service instead of {host}, or set {variable} for {service}"
    symptoms = ("consumer: Cannot connect to redis://localhost:6379/0: Error 111 connecting to localhost:6379.",)
    bad = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
# file: compose.yaml
services:
  worker:
    build: .
    command: celery -A proj worker
  redis:
    image: redis
"""
    good = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://redis:6379/0")
# file: compose.yaml
services:
  worker:
    build: .
    command: celery -A proj worker
  redis:
    image: redis
"""

    def check(self, project: Project) -> Iterator[Finding]:
        if project.tests:
            return
        yield from self._of_environments(project)
        for setting, value, url in each(project, *_VARIABLES):
            found = address(url)
            process = next((p for p in _contained(project) if _dials(project, p, setting, value)), None)
            if found is None or process is None or not found.host or reach(found.host) != "here":
                continue
            at_run = process.where == "dockerfile"
            sure = not at_run and not value.variable
            variable = value.variable or _VARIABLES[setting]
            yield self.finding(
                value,
                subject=project.config.subject,
                said="this host",
                related=label(process.place, "is another one in here"),
                severity=None if sure else "info",
                setting=named(project, setting),
                host=found.host,
                service=process.name or "the worker",
                variable=variable,
                unless=f", as {value.variable} is not set there" if value.variable else _AT_RUN if at_run else "",
            )

    def _of_environments(self, project: Project) -> Iterator[Finding]:
        """Of URLs that the environment of a container gives, which Celery reads, or the configuration."""
        names = {name: setting for setting, name in _VARIABLES.items()}
        names |= {value.variable: setting for setting in _VARIABLES if (value := project.config[setting]).variable}
        told: set[Place | None] = set()
        for process in _contained(project):
            for name in names.keys() & process.environment.keys():
                value = process.environment[name]
                found = address(value.value) if value.known and isinstance(value.value, str) else None
                if found is None or not found.host or reach(found.host) != "here" or value.place in told:
                    continue
                told.add(value.place)
                yield self.finding(
                    value if value.place else process.place,
                    subject=project.config.subject or process.name,
                    said="this host",
                    related=label(process.place, "is another one in here"),
                    message=_ENVIRONMENT,
                    fix="name the service instead of {host}",
                    variable=name,
                    host=found.host,
                    service=process.name or "the worker",
                )


_ENVIRONMENT = "{variable} is on {host}, which in the container of {service} is the container itself"
_AT_RUN = ", unless its environment says otherwise when it is run"


def _contained(project: Project) -> list[Process]:
    """What talks to the broker from a container; of a Dockerfile only where nothing else says how it is run."""
    inside = [p for p in project.deployment.processes if p.kind in _KINDS and p.container and p.own_network]
    run = [process for process in inside if process.where in {"compose", "kubernetes"}]
    return run or [process for process in inside if process.where == "dockerfile"]


def _dials(project: Project, process: Process, setting: str, value: Value) -> bool:
    """Whether a process dials the URL of the program, as nothing else is said in its environment."""
    if process.where == "dockerfile" and value.variable:
        return False  # a default is for who runs it without a container
    if process.kind == "flower" and not process.app:
        return False  # it loads nothing of the program
    if not process.environment_complete and process.where != "dockerfile":
        return False
    given = {name for image in project.deployment.images for name in image.environment} | set(process.environment)
    # Frameworks read variables with a prefix of their own: INVENIO_CELERY_BROKER_URL.
    return not any(name == value.variable or f"_{name}".endswith(f"_{_VARIABLES[setting]}") for name in given)
