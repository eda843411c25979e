from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.pools import option
from celerykit.rules.words import assignment


class EventsDisabled(Rule):
    """Something shows what the workers do, and no worker tells it.

    *Why*: a worker says what it does with tasks only with `-E` or `worker_send_task_events`; neither is the default.
    `celery events` then shows workers without tasks.
    Flower turns the events on by itself, by remote control, every five seconds: of what a worker does before that it
    shows nothing, and without remote control it never shows any.

    *Instead*: `celery worker -E`.
    """

    code = "CK818"
    name = "events-disabled"
    severity = "info"
    message = "no worker sends events by itself: {consequence}"
    fix = "add -E to the command of the worker, or set {line}"
    symptoms = ("Flower shows no tasks", "celery events shows no tasks")
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
# file: compose.yml
services:
  worker: {image: proj, command: celery -A celery_app worker}
  flower: {image: proj, command: celery -A celery_app flower}
"""
    good = bad.replace("celery_app worker", "celery_app worker -E")

    def check(self, project: Project) -> Iterator[Finding]:
        watching = [*project.deployment.of("events"), *project.deployment.of("flower")]
        workers = project.deployment.workers
        if not watching or not workers or any(_may_send(project, worker) for worker in workers):
            return
        flower, remote = watching[0].kind == "flower", project.config["worker_enable_remote_control"]
        late = flower and (remote.unknown or remote.value)
        yield self.finding(
            workers[0].place,
            subject=project.app or project.config.subject,
            said="sends no events",
            related=[piece for process in watching for piece in label(process.place, "waits for them")],
            consequence=_LATE if late else f"{'Flower' if flower else 'celery events'} shows no tasks",
            line=assignment(project, "worker_send_task_events", "True"),
        )


_LATE = "Flower has to turn them on by remote control, and shows nothing of what was done before"


def _may_send(project: Project, worker: Process) -> bool:
    value = option(project, worker, "task_events", "worker_send_task_events")
    return value.unknown or bool(value.value)
