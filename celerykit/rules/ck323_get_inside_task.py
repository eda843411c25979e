from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, ResultRead
from celerykit.rules.base import Rule, label
from celerykit.rules.options import of_workers

_WAITING = frozenset({"get", "join", "join_native", "wait"})
_GREEN = frozenset({"eventlet", "gevent"})


class GetInsideTask(Rule):
    """A task waits for the result of another.

    *Why*: while it waits, its process does nothing, and the task that it waits for may need that process: when all
    of them wait, none goes on.
    A worker therefore raises `RuntimeError: Never call result.get() within a task!`.
    With gevent or eventlet it does not, and may hang.

    *Instead*: let Celery call the next task: `chain(first.s(), second.s())`, `chord(header)(body)`, `link=`.
    Where it is certain that nothing is waited for, `get(disable_sync_subtasks=False)` or `allow_join_result()` say so.
    """

    code = "CK323"
    name = "get-inside-task"
    severity = "warning"
    message = "{task} waits for {of} with {how}(): {seen}"
    fix = "chain them, so that the worker calls the second when the first is done: chain({first}.s(…), {second}.s(…))"
    symptoms = ("RuntimeError: Never call result.get() within a task!", "all workers wait and nothing goes on")
    bad = """\
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0", backend="redis://localhost:6379/1")


@app.task
def fetch(url):
    return url


@app.task
def parse(url):
    return len(fetch.delay(url).get())
"""
    good = bad.replace("return len(fetch.delay(url).get())", "return fetch.delay(url).id")

    def check(self, project: Project) -> Iterator[Finding]:
        eager = project.config["task_always_eager"]
        if project.tests or not eager.decided or eager.value:
            return
        told: dict[str, list[ResultRead]] = {}
        for read in project.reads:
            if read.within is not None and read.how in _WAITING and not _is_allowed(read):
                told.setdefault(read.within or str(read.place), []).append(read)
        for reads in told.values():
            yield self._told(project, reads)

    def _told(self, project: Project, reads: list[ResultRead]) -> Finding:
        first, pools = reads[0], of_workers(project, "pool", "worker_pool")
        green = all(pool.known and pool.value in _GREEN for pool in pools)
        return self.finding(
            first.place,
            subject=project.app or project.config.subject,
            said="waits here",
            related=[piece for read in reads[1:] for piece in label(read.place, "and here")],
            task=first.within or "a task",
            of=first.task or "a result",
            first=_function(first.task, "first"),
            second=_function(first.within, "second"),
            how=first.how,
            seen="when all of a worker's tasks wait, nothing goes on"
            if green
            else "in a worker this raises RuntimeError (Never call result.get() within a task)",
        )


def _is_allowed(read: ResultRead) -> bool:
    """Whether the program says that it knows what it does, or may say so."""
    said = read.options.get("disable_sync_subtasks")
    return said is not None and (said.unknown or not said.value)


def _function(task: str | None, otherwise: str) -> str:
    """The last part of a task's name."""
    return (task or otherwise).rpartition(".")[2]
