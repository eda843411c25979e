from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.pools import WITH_CHILDREN, option, pools
from celerykit.rules.words import unless

_LIMITS = ("max_tasks_per_child", "max_memory_per_child")


class ChildLimitsUnsupportedPool(Rule):
    """The processes of a worker are to be replaced after a while, but its pool has none.

    *Why*: only prefork runs tasks in processes of their own, and replaces one that has run
    `worker_max_tasks_per_child` tasks or holds `worker_max_memory_per_child`.
    All other pools take the limits and forget them (celery/concurrency): a leak grows until the system ends it.

    *Instead*: prefork, or a limit of the platform's own.
    """

    code = "CK804"
    name = "child-limits-unsupported-pool"
    severity = "warning"
    message = "the {pool} pool has no processes to replace: {name} = {value} does nothing{unless}"
    fix = "run the worker with --pool=prefork, or take {name} out"
    symptoms = ("the memory of the worker grows in spite of worker_max_tasks_per_child",)
    bad = """\
broker_url = "redis://localhost:6379/0"
worker_pool = "threads"
worker_max_tasks_per_child = 100
"""
    good = """\
broker_url = "redis://localhost:6379/0"
worker_pool = "prefork"
worker_max_tasks_per_child = 100
"""

    def check(self, project: Project) -> Iterator[Finding]:
        every = list(pools(project))
        if any(not pool.name or pool.name in WITH_CHILDREN for pool in every):
            # The setting may be meant for another worker; an option of the command is meant for its own.
            every = [pool for pool in every if pool.worker and any(name in pool.worker.options for name in _LIMITS)]
        for name in _LIMITS:
            for pool in every:
                value = option(project, pool.worker, name, f"worker_{name}")
                if not pool.name or pool.name in WITH_CHILDREN or not value.known or not value.value:
                    continue
                yield self.finding(
                    value if value.place else pool.place,
                    subject=project.config.subject,
                    said="does nothing",
                    related=label(pool.value, "has no processes to replace"),
                    pool=pool.name,
                    name=f"worker_{name}",
                    value=value.value,
                    unless=unless(value, pool.value),
                )
                break
