from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import entries, who

_GREEN = frozenset({"eventlet", "gevent"})
# What stands in these files is the whole of what runs; scripts and images are parts.
_WHOLE = frozenset({"compose", "kubernetes", "procfile"})


class EmbeddedBeatUnsupported(Rule):
    """There is a schedule, but no beat that can run it.

    *Why*: a worker with `-B` and a pool of gevent or eventlet does not start: `-B option doesn't work with
    eventlet/gevent pools`. Where no process is a beat, nothing on the schedule is ever sent, and nothing says so.

    *Instead*: run `celery beat` as a process of its own.
    """

    code = "CK613"
    name = "embedded-beat-unsupported"
    severity = "error"
    message = "{who} has -B and the {pool} pool, which do not go together: the worker does not start"
    fix = "{cure}"
    symptoms = (
        "-B option doesn't work with eventlet/gevent pools: use standalone beat instead.",
        "periodic tasks never run",
    )
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0}}


@app.task
def add(): ...
# file: Procfile
worker: celery -A proj worker -B -P gevent
"""
    good = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0}}


@app.task
def add(): ...
# file: Procfile
worker: celery -A proj worker -P gevent
beat: celery -A proj beat
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for worker in project.deployment.workers:
            embedded = worker.options.get("beat")
            pool = _pool(worker, project)
            if embedded and embedded.value and pool.known and pool.value in _GREEN:
                yield self.finding(
                    worker.place,
                    subject=project.app,
                    said="-B makes a beat of it",
                    related=label(pool, "this pool cannot hold one"),
                    who=worker.name or "a worker",
                    pool=pool.value,
                    cure="take -B away, and run celery beat by itself",
                )
        yield from self._none(project)

    def _none(self, project: Project) -> Iterator[Finding]:
        """A schedule, and a deployment in which nobody runs it."""
        deployment = project.deployment
        workers = [each for each in deployment.workers if each.where in _WHOLE]
        beats = deployment.of("beat") or deployment.of("multi") or [w for w in deployment.workers if _may_embed(w)]
        first = next(entries(project), None)
        if first and first.place and workers and deployment.complete and not beats:
            yield self.finding(
                first.place,
                subject=project.app,
                said="nothing sends this",
                related=label(workers[0].place, "only workers are started"),
                severity="info",
                message="entry {entry} is on the schedule, but no process that is started is a beat: it is never sent",
                entry=who(first),
                cure="start one process with celery beat",
            )


def _pool(worker: Process, project: Project) -> Value:
    return worker.options.get("pool") or project.config["worker_pool"]


def _may_embed(worker: Process) -> bool:
    embedded = worker.options.get("beat")
    return not worker.complete or bool(embedded and (embedded.unknown or embedded.value))
