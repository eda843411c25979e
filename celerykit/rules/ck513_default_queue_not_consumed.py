from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Severity
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.consumers import listening
from celerykit.rules.default_queue import left_out_by, sends_itself, sent_there, unrouted
from celerykit.rules.queues import declared, default_name
from celerykit.rules.routes import Routes, routes
from celerykit.rules.tasks_known import BUILT_IN
from celerykit.rules.words import assignment, named, unless


class DefaultQueueNotConsumed(Rule):
    """No worker reads the default queue.

    *Why*: whatever has no route goes to the default queue (`celery`, unless `task_default_queue` says otherwise).
    Celery sends tasks there itself: `celery.backend_cleanup` from beat, `celery.chord_unlock` for chords on some
    backends, `celery.map`, `celery.starmap`, and the tasks that `Task.replace` makes.
    A worker without `-Q` reads what `task_queues` holds and nothing else, so where that leaves the default queue out,
    these tasks are never run, and nobody is told.

    *Instead*: put the default queue into `task_queues` and behind `-Q`, or let `task_default_queue` name one of those.
    """

    code = "CK513"
    name = "default-queue-not-consumed"
    severity = "error"
    message = "{left_out}: {consequence}{unless}"
    fix = "{cure}"
    symptoms = (
        "tasks without a route never run, and a queue named celery grows",
        "chords never finish: celery.chord_unlock waits in a queue that nobody reads",
        "old results are never deleted, though beat sends celery.backend_cleanup",
    )
    bad = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("build"), Queue("sync")]
task_routes = {"proj.build": {"queue": "build"}, "proj.sync": {"queue": "sync"}}
"""
    good = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("celery"), Queue("build"), Queue("sync")]
task_routes = {"proj.build": {"queue": "build"}, "proj.sync": {"queue": "sync"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        default, found = default_name(project), routes(project)
        create = project.config["task_create_missing_queues"]
        eager = project.config["task_always_eager"].value
        # Where queues are not made on the way, the rule about that speaks.
        if default is None or project.tests or eager or not create.value or not found.complete:
            return
        place = left_out_by(project, default)
        if place and any(found.of(name) is None for name in (*BUILT_IN, *(task.name or "" for task in project.tasks))):
            yield from self._told(project, place, default, found)

    def _told(self, project: Project, place: Value, default: str, found: Routes) -> Iterator[Finding]:
        lost = list(dict.fromkeys(sent_there(project, found)))
        in_config = place is project.config["task_queues"]
        text = "{0} does not hold the default queue {1}, so no worker reads it" if in_config else _BY_WORKERS
        others = [value for value in listening(project) if isinstance(value, Value) and value is not place]
        names = sorted(declared(project).names)
        first = f'"{names[0]}"' if names else '"…"'
        goes = None if lost else unrouted(project, found)
        consequence = f"{lost[0][0]} goes there and never runs" if lost else _CELERYS_OWN
        if goes:
            consequence = f"what is sent without a queue, such as {goes}, never runs"
        unsure = not (project.tasks and project.tasks_complete)
        likely = lost or goes or sends_itself(project) or (in_config and unsure)
        # Who names queues after -Q has thought about them; who declares queues often has not.
        if not (likely or in_config):
            return
        idle: Severity = "warning" if likely else "info"
        yield self.finding(
            place,
            subject=project.config.subject,
            said=f"{default} is not among these",
            related=[
                *(piece for value in others for piece in label(value, "nor among these")),
                *(piece for _, at in lost[:_FEW] for piece in label(at, "goes to the default queue")),
            ],
            severity="error" if lost else idle,
            left_out=text.format(named(project, "task_queues"), default),
            consequence=consequence,
            cure=f'add Queue("{default}"), or {assignment(project, "task_default_queue", first)}'
            if in_config
            else f"celery worker -Q {','.join([*map(str, place.value), default])}",
            unless=unless(place, project.config["task_default_queue"]),
        )


# As many tasks as a reader wants to see pointed at.
_FEW = 3
_BY_WORKERS = "no worker reads the default queue {1}"
_CELERYS_OWN = "what Celery sends itself (celery.backend_cleanup, celery.chord_unlock, celery.map) stays there for ever"
