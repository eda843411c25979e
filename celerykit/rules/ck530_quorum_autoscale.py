from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.quorum_queues import quorum_queues
from celerykit.rules.words import unless


class QuorumAutoscale(Rule):
    """A worker with quorum queues is to grow and shrink, but its prefetch count does not.

    *Why*: with quorum queues the prefetch count is given when a worker begins to consume, and stays what it is
    (celery/worker/consumer/tasks.py, qos_global).
    `--autoscale` starts and ends processes by what the worker holds, and changes a count that no longer reaches the
    broker.

    *Instead*: a fixed `--concurrency`, and more or fewer workers.
    """

    code = "CK530"
    name = "quorum-autoscale"
    severity = "warning"
    since = "5.5"
    brokers = ("amqp",)
    message = "this worker has --autoscale{bounds}, but with quorum queues its prefetch count cannot change{unless}"
    fix = "celery worker --concurrency={most}"
    symptoms = ("Global QoS is disabled. Prefetch count is now static.",)
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="amqp://localhost")
app.conf.task_default_queue_type = "quorum"
# file: Procfile
worker: celery -A celery_app worker --autoscale=10,2
"""
    good = bad.replace("--autoscale=10,2", "--concurrency=10")

    def check(self, project: Project) -> Iterator[Finding]:
        found = next(iter(quorum_queues(project)), None)
        detects = project.config["worker_detect_quorum_queues"]
        if found is None or not detects.decided or not detects.value:
            return
        for worker in project.deployment.workers:
            if "autoscale" in worker.options:
                yield self._told(project, worker, worker.options["autoscale"], found[1])

    def _told(self, project: Project, worker: Process, value: Value, kind: Value) -> Finding:
        written = value.value if value.known else ""
        parts = written if isinstance(written, (list, tuple)) else str(written).split(",")
        numbers = [str(part).strip() for part in parts if str(part).strip()]
        return self.finding(
            value.place or worker.place,
            subject=worker.name or project.app,
            said="grows and shrinks",
            related=label(kind, "quorum queues are in use"),
            bounds=f" {','.join(numbers)}" if numbers else "",
            most=numbers[0] if numbers else "…",
            unless=unless(project.config["broker_url"], kind),
        )
