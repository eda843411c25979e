from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.rates import per_second, rate_limits


class RateLimitPerWorker(Rule):
    """A rate limit holds for each worker, not for all of them together.

    *Why*: every worker counts for itself (celery/worker/consumer/consumer.py, task_buckets).
    With four of them, `10/m` lets forty through.
    Tasks that wait for their turn are held by the worker, unacknowledged.

    *Instead*: a queue of their own for tasks that an outside limit binds, and one worker that consumes it.
    """

    code = "CK811"
    name = "rate-limit-per-worker"
    severity = "warning"
    message = (
        "rate_limit = {rate!r} of {whose} holds for each worker: {count} of them let {count} times as many through"
    )
    fix = "give {whose} a queue of its own, and one worker that consumes it"
    symptoms = ("more tasks run than the rate limit allows", "429 Too Many Requests in spite of a rate limit")
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task(rate_limit="10/m")
def mail(): ...
# file: compose.yml
services:
  worker:
    image: proj
    command: celery -A celery_app worker
    deploy: {replicas: 4}
"""
    good = bad.replace('(rate_limit="10/m")', "")

    def check(self, project: Project) -> Iterator[Finding]:
        several = next((worker for worker in project.deployment.workers if _replicas(worker) > 1), None)
        limit = next((limit for limit in rate_limits(project) if per_second(limit.value.value)), None)
        if several is None or limit is None:
            return
        yield self.finding(
            limit.value,
            subject=project.config.subject,
            said="for each worker",
            related=label(several.replicas, "so many of them run"),
            rate=limit.value.value,
            whose=limit.whose,
            count=_replicas(several),
        )


def _replicas(worker: Process) -> int:
    value = worker.replicas.value
    return value if worker.replicas.known and isinstance(value, int) else 0
