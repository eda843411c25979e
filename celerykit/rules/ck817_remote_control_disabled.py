from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.words import assignment, unless

_ASKING = ("inspect", "control", "flower")


class RemoteControlDisabled(Rule):
    """Workers are asked how they are, and do not listen.

    *Why*: `celery inspect`, `celery status`, `celery control` and Flower send messages that a worker without remote
    control does not receive (celery/worker/consumer/control.py).
    A probe that asks for a ping never gets one, and the platform ends a worker that is well.

    *Instead*: leave remote control on, or probe otherwise.
    """

    code = "CK817"
    name = "remote-control-disabled"
    severity = "warning"
    message = "{name} is off, but {who} asks the workers: no answer ever comes{unless}"
    fix = "{line}"
    symptoms = (
        "Error: No nodes replied within time constraint",
        "the liveness probe of the worker fails",
        "Flower shows no workers",
    )
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.worker_enable_remote_control = False
# file: compose.yml
services:
  worker:
    image: proj
    command: celery -A celery_app worker
    healthcheck: {test: celery -A celery_app inspect ping}
"""
    good = bad.replace("app.conf.worker_enable_remote_control = False\n", "")

    def check(self, project: Project) -> Iterator[Finding]:
        entry = project.config.entry("worker_enable_remote_control")
        asking = [process for process in project.deployment.processes if process.kind in _ASKING]
        if entry is None or not entry.value.known or entry.value.value or not asking:
            return
        first = asking[0]
        yield self.finding(
            entry.value,
            subject=project.config.subject,
            said="nobody listens",
            related=[piece for process in asking for piece in label(process.place, "asks")],
            name=entry.name,
            who="Flower" if first.kind == "flower" else f"celery {first.kind}",
            line=assignment(project, "worker_enable_remote_control", "True"),
            unless=unless(entry.value),
        )
