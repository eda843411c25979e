from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule
from celerykit.rules.pools import WITH_CHILDREN, option, pools
from celerykit.rules.words import assignment, unless

# In KiB. No process that has imported Celery and a task is as small; no machine that runs workers is as large.
_SMALLEST = 35_000
_LARGEST = 100_000_000
# Numbers up to this one are megabytes; between it and the smallest, what was meant is not known.
_MEGABYTES = 4096
_USUAL = 200_000
_KIB = 1024
_SETTING = "worker_max_memory_per_child"


class MaxMemoryUnits(Rule):
    """worker_max_memory_per_child is not in kilobytes.

    *Why*: the unit is KiB (celery/concurrency/prefork.py, billiard).
    A number of megabytes is far below what a process needs to begin with, so each is replaced after every task.
    A number of bytes is more than the machine has, so none ever is.

    *Instead*: kilobytes: 200_000 is some 200 MB.
    """

    code = "CK805"
    name = "max-memory-units"
    severity = "warning"
    message = "{name} counts in KiB: {value} is {amount}, so {what}{unless}"
    fix = "{line}"
    symptoms = (
        "the worker starts a new process for every task",
        "the worker is killed for its memory in spite of worker_max_memory_per_child",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
worker_max_memory_per_child = 512 * 1024 * 1024
"""
    good = """\
broker_url = "redis://localhost:6379/0"
worker_max_memory_per_child = 512 * 1024
"""

    def check(self, project: Project) -> Iterator[Finding]:
        seen: list[Value] = []
        for pool in pools(project):
            value = option(project, pool.worker, "max_memory_per_child", _SETTING)
            if (not pool.name or pool.name in WITH_CHILDREN) and _is_number(value) and value not in seen:
                seen.append(value)
                yield from self._judged(project, value)

    def _judged(self, project: Project, value: Value) -> Iterator[Finding]:
        kib = int(value.value)
        if _SMALLEST <= kib < _LARGEST:
            return
        of_command = value is not project.config[_SETTING]
        meant = kib // _KIB if kib >= _LARGEST else kib * 1000 if kib <= _MEGABYTES else _USUAL
        line = f"--max-memory-per-child={meant}" if of_command else assignment(project, _SETTING, str(meant))
        yield self.finding(
            value,
            subject=project.config.subject,
            said="in KiB",
            name="--max-memory-per-child" if of_command else _SETTING,
            value=kib,
            amount=f"{kib / _KIB:.2g} MiB" if kib < _SMALLEST else f"{kib / _KIB**2:.0f} GiB",
            what="a process is replaced after every task" if kib < _SMALLEST else "no process is ever replaced",
            line=line,
            unless=unless(value),
        )


def _is_number(value: Value) -> bool:
    return value.known and type(value.value) in (int, float) and value.value > 0
