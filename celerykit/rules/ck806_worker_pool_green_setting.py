from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.pools import GREEN
from celerykit.rules.words import unless


class WorkerPoolGreenSetting(Rule):
    """gevent or eventlet is chosen by the setting worker_pool, not on the command line.

    *Why*: both work by replacing what blocks in the standard library, before anything else is imported.
    Celery does so when it finds `-P` among its arguments (celery/__init__.py, maybe_patch_concurrency).
    A configuration is read much later: sockets that are imported by then go on blocking the whole worker, one task at
    a time, and the worker only warns (celery/worker/components.py).

    *Instead*: `celery worker --pool=gevent`, and no worker_pool.
    """

    code = "CK806"
    name = "worker-pool-green-setting"
    severity = "warning"
    message = (
        "{name} = {pool!r} comes too late: nothing is patched, so a task that waits blocks all others of its worker; "
        "only -P on the command line patches{unless}"
    )
    fix = "take {name} out, and start the worker with: celery worker --pool={pool}"
    symptoms = (
        "The worker_pool setting shouldn't be used to select the eventlet/gevent pools",
        "the gevent worker runs one task at a time",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
worker_pool = "gevent"
"""
    good = """\
broker_url = "redis://localhost:6379/0"
worker_pool = "threads"
"""

    def check(self, project: Project) -> Iterator[Finding]:
        entry = project.config.entry("worker_pool")
        if entry is None or not entry.value.known or str(entry.value.value) not in GREEN:
            return
        workers = project.deployment.workers
        told = [worker.options.get("pool") for worker in workers]
        if workers and all(value is not None and (value.unknown or str(value.value) in GREEN) for value in told):
            # The command patches; the setting says the same once more.
            return
        yield self.finding(
            entry.value,
            subject=project.config.subject,
            said="read too late",
            name=entry.name,
            pool=entry.value.value,
            unless=unless(entry.value),
        )
