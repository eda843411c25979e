from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.pools import GREEN, WITH_CHILDREN, Pool, option, pools
from celerykit.rules.words import unless

# Processes that one machine can be thought to hold, tens of megabytes each.
_MOST = 100
_MEBIBYTE = 1024**2


class ConcurrencyExtreme(Rule):
    """A worker has as many processes as the machine has processors, or more than any has.

    *Why*: without `--concurrency` a worker counts the processors of the machine (celery/worker/worker.py).
    In a container that is the whole node: on one with 64 of them, 64 processes share the memory limit of the container,
    and the system kills them.
    With gevent and eventlet it is the number of tasks that wait at once: far too few.

    *Instead*: `--concurrency` as a number that fits; since Celery 5.7 `--concurrency=auto` asks the container.
    """

    code = "CK807"
    name = "concurrency-extreme"
    severity = "info"
    message = "{what}{unless}"
    fix = "{line}"
    symptoms = ("OOMKilled", "WorkerLostError: signal 9 (SIGKILL)", "the worker starts dozens of processes")
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
# file: deployment.yaml
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: worker
          command: [celery, -A, celery_app, worker]
          resources: {limits: {memory: 4Gi}}
"""
    good = bad.replace("worker]", "worker, -c, '4']")

    def check(self, project: Project) -> Iterator[Finding]:
        for pool in pools(project):
            worker = pool.worker
            if worker is None or "autoscale" in worker.options or not worker.complete:
                continue
            value = option(project, worker, "concurrency", "worker_concurrency")
            if value.decided and not value.value:
                yield from self._unset(pool, worker)
            elif pool.name in WITH_CHILDREN and value.known and type(value.value) is int and value.value > _MOST:
                yield self._many(worker, value)

    def _unset(self, pool: Pool, worker: Process) -> Iterator[Finding]:
        limit = worker.memory
        if pool.name in WITH_CHILDREN and worker.container and _is_limit(limit):
            yield self.finding(
                worker.place,
                subject=worker.name,
                said="as many processes as the node has processors",
                related=label(limit, "shared by all of them"),
                severity="warning" if worker.where == "kubernetes" else None,
                what=f"this worker starts a process for each processor of the node, and all share "
                f"{limit.value // _MEBIBYTE} MiB: on a large node the system kills them",
                line="add --concurrency=4, or as many as fit into that memory",
                unless=unless(pool.value),
            )
        elif pool.name in GREEN:
            yield self.finding(
                pool.place,
                subject=worker.name,
                said="as many greenlets as processors",
                what=f"this {pool.name} worker runs as many tasks at once as the machine has processors: "
                "without --concurrency it is no better than prefork",
                line="add --concurrency=100, or as many as may wait at once",
                unless=unless(pool.value),
            )

    def _many(self, worker: Process, value: Value) -> Finding:
        return self.finding(
            value if value.place else worker.place,
            subject=worker.name,
            said="processes",
            what=f"this worker starts {value.value} processes, of some 50 MiB each before they do anything",
            line="add --pool=threads or --pool=gevent where tasks wait, or take fewer processes",
            unless=unless(value),
        )


def _is_limit(memory: Value) -> bool:
    """Whether a container has a limit; zero is none, and a variable is often set to another."""
    return memory.known and isinstance(memory.value, int) and memory.value > 0 and not memory.variable
