from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, State, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.words import assignment, unless

_UNKNOWN = Value(State.UNKNOWN)


class PoolLimitGreen(Rule):
    """Hundreds of greenlets share ten connections to the broker.

    *Why*: with gevent and eventlet all tasks of a worker run in one process, which has `broker_pool_limit` connections
    to send with.
    A task that sends another while all are taken waits for one, without a limit; where those that hold them wait for
    it, all wait for ever.
    The default of 10 is only spoken of where tasks are seen to send others.

    *Instead*: give the pool as many connections as there are greenlets that send, and a `broker_pool_acquire_timeout`
    (Celery 5.7), so that who waits too long says so.
    """

    code = "CK221"
    name = "pool-limit-green"
    severity = "warning"
    message = (
        "a {pool} worker runs {tasks} tasks at once, and {limit} of them at most can send at the same time: "
        "the others wait without a limit{unless}"
    )
    fix = "{line}"
    symptoms = ("gevent worker hangs in apply_async", "delay() blocks in kombu/resource.py acquire")
    bad = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.broker_pool_limit = 5
# file: Procfile
worker: celery -A proj worker --pool gevent --concurrency 500
"""
    good = """\
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.broker_pool_limit = 500
# file: Procfile
worker: celery -A proj worker --pool gevent --concurrency 500
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config = project.config
        limit, patience = config["broker_pool_limit"], config["broker_pool_acquire_timeout"]
        if type(limit.value) is not int or not limit.value or patience.unknown or patience.value is not None:
            return
        sends = any(call.within is not None for call in project.calls)
        if not limit.known and not sends and (project.tasks or project.app):
            return
        for worker in project.deployment.workers:
            pool, at_once = _said(project, worker, "pool"), _said(project, worker, "concurrency")
            if (
                pool.value not in ("gevent", "eventlet")
                or type(at_once.value) is not int
                or at_once.value <= limit.value
            ):
                continue
            yield self.finding(
                limit if limit.known else at_once,
                subject=config.subject,
                said="connections to send with" if limit.known else "greenlets",
                related=label(at_once if at_once.place else worker.place, "greenlets") if limit.known else (),
                severity=None if limit.known else "info",
                pool=pool.value,
                tasks=at_once.value,
                limit=limit.value,
                unless=unless(limit),
                line=assignment(project, "broker_pool_limit", str(at_once.value)),
            )
            return


def _said(project: Project, worker: Process, name: str) -> Value:
    """What the command says, else the setting; unknown where the command may say more than is seen."""
    if name in worker.options:
        return worker.options[name]
    return project.config[f"worker_{name}"] if worker.complete else _UNKNOWN
