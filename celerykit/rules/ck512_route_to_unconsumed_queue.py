from __future__ import annotations

from collections.abc import Iterator, Sequence

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.consumers import consumed, listening
from celerykit.rules.destinations import Destination, own
from celerykit.rules.words import unless


class RouteToUnconsumedQueue(Rule):
    """Tasks are sent to a queue that no worker reads.

    *Why*: Celery makes a queue that it does not know when a task is sent there, and the broker keeps what is in it.
    Nobody is told: the sender sees no error, the workers see no task, and the queue grows.
    A worker reads the queues after `-Q`, and without it those of `task_queues`, or the default queue where that is not
    set; what routes name does not count.

    *Instead*: name the queue after `-Q` of a worker: `celery -A proj worker -Q celery,media`, without a blank.
    """

    code = "CK512"
    name = "route-to-unconsumed-queue"
    severity = "error"
    message = "{who} to {queue}, which no worker reads: they read {read}{unless}"
    fix = "celery worker -Q {queues}"
    symptoms = (
        "the task stays PENDING and never runs, and no worker logs it",
        "a queue grows and has no consumer",
    )
    bad = """\
# file: proj/__init__.py
# file: proj/celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0", include=["proj.tasks"])
app.conf.task_routes = {"proj.tasks.resize": {"queue": "media"}}
# file: proj/tasks.py
from proj.celery_app import app


@app.task
def resize(path):
    return path
# file: Procfile
worker: celery -A proj.celery_app worker -Q celery
"""
    good = bad.replace("-Q celery", "-Q celery,media")

    def check(self, project: Project) -> Iterator[Finding]:
        read = consumed(project)
        if read is None or project.tests or project.config["task_always_eager"].value:
            return
        lost: dict[str, list[Destination]] = {}
        for each in own(project):
            if each.queue not in read:
                lost.setdefault(each.queue, []).append(each)
        for sent in lost.values():
            yield self._told(project, sent, read)

    def _told(self, project: Project, sent: Sequence[Destination], read: frozenset[str]) -> Finding:
        first = sent[0]
        places = [(each.value, f"{each.who} goes there") for each in sent[1:]]
        workers = [(value, "all that this worker reads") for value in listening(project)]
        return self.finding(
            first.value,
            subject=project.config.subject,
            said="read by no worker",
            related=[piece for value, text in [*places, *workers] for piece in label(value, text)],
            severity=None if project.tasks else "warning",
            who=f"{first.who} is {'routed' if first.route else 'sent'}",
            queue=first.queue,
            read=", ".join(repr(name) if " " in name else name for name in sorted(read)) or "none",
            queues=",".join(sorted({first.queue} | {name.strip() for name in read})),
            unless=unless(*(each.value for each in sent)),
        )
