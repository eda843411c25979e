from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from celerykit.findings import Finding, Severity, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.crews import crew
from celerykit.live.system import System
from celerykit.live.worker_configs import project_of
from celerykit.live.workers import Worker
from celerykit.project import Entry, Project, State, Task, Value
from celerykit.rules.options import in_force, is_own, kinds_of_task
from celerykit.rules.pools import HARD_LIMIT, SOFT_LIMIT, WITH_CHILDREN, named
from celerykit.rules.words import number

# By the name of a task's option, and which pools keep it.
_OF_TASKS = {"time_limit": HARD_LIMIT, "soft_time_limit": SOFT_LIMIT}
_ANNOTATIONS = "task_annotations"
_OF_CHILDREN = ("worker_max_tasks_per_child", "worker_max_memory_per_child")


class PoolIgnoresLimits(LiveCheck):
    """A worker runs its tasks in a pool that does not keep the limits that are set.

    *Why*: which pool runs is said by the worker's command, often in another file than the settings. prefork keeps both
    time limits, gevent the hard one; threads, solo and eventlet keep neither. Only prefork has processes to replace
    after so many tasks, or at so much memory. The others take the limits and forget them (celery/concurrency): a task
    that hangs stays, a leak grows.

    *Instead*: prefork, or a timeout in what the task waits for.
    Limits given by options of the worker's command are not told by it, and not looked at.
    """

    code = "CK965"
    name = "pool-ignores-limits"
    severity = "error"
    message = "its pool is {pool}, which does not keep {limits}"
    fix = "run it with --pool=prefork, or give a timeout to what the tasks wait for"
    asks = "all workers: `stats`, for the pool that runs; `conf`, `registered`"
    symptoms = (
        "the task ignores its time limit",
        "SoftTimeLimitExceeded is never raised",
        "the memory of the worker grows in spite of worker_max_tasks_per_child",
    )

    def check(self, system: System) -> Iterator[Finding]:
        workers = system.once(crew).own
        pools = {worker.name: _pool(worker) for worker in workers}
        for worker in workers:
            pool = pools[worker.name]
            others = {other for other in pools.values() if other not in {pool, ""}}
            if not pool:
                continue
            limits = dict(_lost(system.project, worker, pool))
            # A limit may be meant for a worker that keeps it, beside this one.
            children = [] if others & WITH_CHILDREN else list(_children(worker, pool))
            if limits or children:
                told = [f"{name} ({value})" for name, value in (*limits.items(), *children)]
                severity: Severity = "error" if limits and not others and pool not in HARD_LIMIT else "warning"
                yield self.at(Thing("worker", worker.name), severity=severity, pool=pool, limits=" or ".join(told))


def _pool(worker: Worker) -> str:
    """Its pool by Celery's name; "" for another, and where it is not known."""
    pool = (worker.stats or {}).get("pool") or {}
    return named(pool.get("implementation"))


def _lost(project: Project, worker: Worker, pool: str) -> Iterator[tuple[str, str]]:
    """The time limits in force of the tasks that it has, and that its pool does not keep: the first of each kind."""
    own = tuple(task for task in project.tasks if task.name in (worker.registered or ()))
    said = project_of(worker)
    # An object in the annotations says what its own code knows; a limit that is set stays one all the same.
    entries = (*said.config.entries, Entry(_ANNOTATIONS, _ANNOTATIONS, Value(State.KNOWN, None)))
    whole = said if said.config[_ANNOTATIONS].decided else replace(said, config=replace(said.config, entries=entries))
    judged = replace(whole, tasks=own)
    for option, keeping in _OF_TASKS.items():
        if pool in keeping:
            continue
        for task in kinds_of_task(judged):
            value = in_force(judged, task, option)
            if value.known and type(value.value) in (int, float) and value.value > 0:
                yield _name(task, option, is_own(task, option, value)), f"{number(value.value)} s"
                break


def _name(task: Task | None, option: str, own: bool) -> str:
    return f"{option} of {task.name}" if task and own else f"task_{option}"


def _children(worker: Worker, pool: str) -> Iterator[tuple[str, str]]:
    if pool in WITH_CHILDREN:
        return
    config = project_of(worker).config
    for name in _OF_CHILDREN:
        if config[name].known and config[name].value:
            yield name, str(config[name].value)
