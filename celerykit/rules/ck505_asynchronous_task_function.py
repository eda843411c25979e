from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import listed

# celery/concurrency/__init__.py; another pool may be made for coroutines.
_POOLS = frozenset({"prefork", "eventlet", "gevent", "solo", "processes", "threads"})


class AsynchronousTaskFunction(Rule):
    """A task is an `async def`, which Celery does not await.

    *Why*: a worker calls the function and takes what it returns for the result (celery/app/trace.py).
    Of an `async def` that is a coroutine: its body never runs.
    The task then fails, as a coroutine has no form in JSON, or, where results are ignored, succeeds at once.

    *Instead*: make the task a plain function that runs the coroutine: `asyncio.run(send(…))`.
    """

    code = "CK505"
    name = "asynchronous-task-function"
    severity = "error"
    message = "{tasks} {are} async def: Celery calls {them} and never awaits the coroutine, so {bodies} never run{s}"
    fix = "def {function}(…): return asyncio.run(the_coroutine(…))"
    symptoms = (
        "RuntimeWarning: coroutine 'send' was never awaited",
        "kombu.exceptions.EncodeError: Object of type coroutine is not JSON serializable",
        "the task succeeds at once, and nothing has happened",
    )
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
async def send(): ...
"""
    good = bad.replace("async def", "def")

    def check(self, project: Project) -> Iterator[Finding]:
        found = [task for task in project.tasks if _never_awaited(task)]
        if not found or not _built_in_pools(project):
            return
        several = len(found) > 1
        yield self.finding(
            found[0].place,
            subject=project.app,
            said="never awaited",
            related=[end for task in found[1:] for end in label(task.place, "never awaited")],
            tasks=listed([task.name or task.function for task in found]),
            are="are" if several else "is an",
            them="them" if several else "it",
            bodies="their bodies" if several else "its body",
            s="" if several else "s",
            function=found[0].function,
        )


def _never_awaited(task: Task) -> bool:
    """Whether nothing but Celery runs it: a base class may await what `run` returns."""
    return task.asynchronous and task.options_complete and "base" not in task.options


def _built_in_pools(project: Project) -> bool:
    """Whether all pools that are named are Celery's own."""
    entry = project.config.entry("worker_pool")
    named = [worker.options["pool"] for worker in project.deployment.workers if "pool" in worker.options]
    named += [entry.value] if entry else []
    return all(pool.decided and pool.value in _POOLS for pool in named)
