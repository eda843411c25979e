from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.pools import GROWING, Pool, pools
from celerykit.rules.words import named, unless


class AutoscaleConflicts(Rule):
    """A worker is to grow and shrink in a pool that cannot, or beside a fixed concurrency.

    *Why*: only prefork, gevent and eventlet can grow.
    In a threads or solo pool the worker ends as soon as more tasks wait than it has threads: `AttributeError:
    'TaskPool' object has no attribute 'grow'` (celery/worker/autoscale.py).
    With a pool that can, the bounds of `--autoscale` take the place of `--concurrency`, which is then read by nobody.

    *Instead*: one of the two; with threads or solo, `--concurrency`.
    """

    code = "CK808"
    name = "autoscale-conflicts"
    severity = "error"
    message = (
        "the {pool} pool cannot grow: with --autoscale={bounds} the worker ends with AttributeError ('grow') "
        "as soon as more tasks wait than it has threads{unless}"
    )
    fix = "celery worker --pool={pool} --concurrency={most}"
    symptoms = (
        "AttributeError: 'TaskPool' object has no attribute 'grow'",
        "Autoscaler crashed",
        "--concurrency has no effect",
    )
    bad = """\
# file: celery_app.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
# file: Procfile
worker: celery -A celery_app worker --pool=threads --autoscale=10,2
"""
    good = bad.replace("--autoscale=10,2", "--concurrency=10")

    def check(self, project: Project) -> Iterator[Finding]:
        in_vain: list[Value] = []
        for pool in pools(project):
            scale = pool.worker.options.get("autoscale") if pool.worker else None
            if pool.worker is None or scale is None:
                continue
            fixed = pool.worker.options.get("concurrency")
            if pool.name and pool.name not in GROWING:
                yield self._crash(pool, pool.worker, scale)
            elif fixed is not None:
                yield self._twice(pool.worker, scale, fixed)
            elif pool.name and project.config.written("worker_concurrency"):
                in_vain.append(scale)
        if in_vain:
            yield self._in_vain(project, in_vain)

    def _crash(self, pool: Pool, worker: Process, scale: Value) -> Finding:
        bounds = str(scale.value) if scale.known else scale.text
        return self.finding(
            scale if scale.place else worker.place,
            subject=worker.name,
            said="is to grow",
            related=label(pool.value, "cannot grow"),
            pool=pool.name,
            bounds=bounds,
            most=bounds.partition(",")[0] or "…",
            unless=unless(pool.value),
        )

    def _in_vain(self, project: Project, scales: list[Value]) -> Finding:
        fixed = project.config["worker_concurrency"]
        return self.finding(
            fixed,
            subject=project.config.subject,
            said="not for this worker",
            related=[piece for scale in scales for piece in label(scale, "takes its place")],
            severity="info",
            message="--autoscale takes the place of {name}, which such a worker does not read",
            fix="take one of the two out, unless other workers read it",
            name=named(project, "worker_concurrency"),
        )

    def _twice(self, worker: Process, scale: Value, fixed: Value) -> Finding:
        return self.finding(
            fixed if fixed.place else worker.place,
            subject=worker.name,
            said="read by nobody",
            related=label(scale, "takes its place"),
            severity="warning",
            message="--autoscale takes the place of --concurrency, which is read by nobody",
            fix="take one of the two out",
        )
