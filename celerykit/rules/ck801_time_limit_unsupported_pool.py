from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force, is_own, kinds_of_task
from celerykit.rules.pools import HARD_LIMIT, SOFT_LIMIT, Pool, option, pools
from celerykit.rules.words import number, unless

_LIMITS = (("time_limit", HARD_LIMIT), ("soft_time_limit", SOFT_LIMIT))


class TimeLimitUnsupportedPool(Rule):
    """Tasks have a time limit, but run in a pool that enforces none.

    *Why*: a limit is kept by whoever can stop a task.
    prefork keeps both; gevent keeps the hard one; threads, solo and eventlet keep neither, and say nothing of it
    (celery/concurrency).

    *Instead*: prefork, or a timeout in what the task waits for.
    """

    code = "CK801"
    name = "time-limit-unsupported-pool"
    severity = "error"
    message = "the {pool} pool does not enforce {limits}: a task that hangs is never {stopped}{unless}"
    fix = "run the worker with --pool=prefork, or give a timeout to what the tasks wait for"
    symptoms = ("the task ignores its time limit", "SoftTimeLimitExceeded is never raised", "the worker hangs for ever")
    bad = """\
broker_url = "redis://localhost:6379/0"
worker_pool = "threads"
task_time_limit = 30
task_soft_time_limit = 25
"""
    good = """\
broker_url = "redis://localhost:6379/0"
worker_pool = "prefork"
task_time_limit = 30
task_soft_time_limit = 25
"""

    def check(self, project: Project) -> Iterator[Finding]:
        found = list(pools(project))
        # A worker for what must end in time may stand beside one for what need not.
        mixed = any(pool.name not in found[0].name for pool in found)
        told: list[str] = []
        for pool in found:
            limits = list(_lost(project, pool, own=not mixed))
            if limits and pool.name not in told:
                told.append(pool.name)
                yield self._told(project, pool, limits, mixed=mixed)

    def _told(self, project: Project, pool: Pool, limits: list[tuple[str, Value]], *, mixed: bool) -> Finding:
        # One that is enforced, or a worker that enforces it, shows that somebody knew.
        softer = mixed or pool.name in HARD_LIMIT
        return self.finding(
            pool.place,
            subject=project.config.subject,
            said="does not enforce it",
            related=[piece for name, value in limits for piece in label(value, f"{name} of the tasks")],
            severity="warning" if softer else None,
            pool=pool.name,
            limits=" or ".join(f"{name} ({number(value.value)} s)" for name, value in limits),
            stopped="told to stop" if pool.name in HARD_LIMIT else "stopped",
            unless=unless(pool.value, *(value for _, value in limits)),
        )


def _lost(project: Project, pool: Pool, *, own: bool) -> Iterator[tuple[str, Value]]:
    """The limits that a pool does not keep: of each kind the first, with its name where it is set."""
    for name, keeping in _LIMITS:
        if not pool.name or pool.name in keeping:
            continue
        for task in kinds_of_task(project):
            value = in_force(project, task, name)
            its = is_own(task, name, value)
            if value == project.config[f"task_{name}"]:
                value = option(project, pool.worker, name, f"task_{name}")
            if _is_limit(value) and (own or not its):
                yield name if its else f"task_{name}", value
                break


def _is_limit(value: Value) -> bool:
    return value.known and type(value.value) in (int, float) and value.value > 0
