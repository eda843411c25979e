from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Process, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.words import unless


class RpcMultiProcess(Rule):
    """Results go to the process that sent the task, and another one asks for them.

    *Why*: with `rpc://` a result is a message to the sender's own reply queue.
    No other process can see it, nor can the sender after a restart: for them the state is PENDING for ever.
    A web server with several processes, which sends in one request and polls in the next, is such a case.

    *Instead*: keep results in a store that any process can read: Redis, a database.
    """

    code = "CK303"
    name = "rpc-multi-process"
    severity = "error"
    backends = ("rpc",)
    message = (
        "this asks for a result by its id{where}, but rpc:// gives it to the process that sent the task only: "
        "for any other the state stays PENDING for ever{unless}"
    )
    fix = 'keep results where every process can read them: result_backend = "redis://localhost:6379/1"'
    symptoms = ("the state of every task is PENDING, though the worker has run it",)
    bad = """\
from celery import Celery
from celery.result import AsyncResult
from fastapi import FastAPI

app = Celery("proj", broker="amqp://localhost", backend="rpc://")
web = FastAPI()


@web.get("/status/{task_id}")
def status(task_id: str):
    return AsyncResult(task_id, app=app).state
"""
    good = bad.replace("rpc://", "redis://localhost:6379/1")

    def check(self, project: Project) -> Iterator[Finding]:
        kept = backend(project)
        if kind_of(kept) != "rpc":
            return
        reads = [read for read in project.reads if read.by_id and read.how != "forget"]
        reads.sort(key=lambda read: not read.another_process)
        if not reads:
            return
        first, web = reads[0], next((one.place for one in project.deployment.of("web") if _are_several(one)), None)
        more = [piece for read in reads[1:] for piece in label(read.place, "asked for here too")]
        yield self.finding(
            first.place,
            subject=project.app or project.config.subject,
            said="asked for by its id",
            related=[*label(kept, "kept for the sender only"), *label(web, "one of several processes"), *more],
            severity=None if first.another_process or web else "warning",
            where=" in a process that need not be the sender" if first.another_process else "",
            unless=unless(kept),
        )


def _are_several(web: Process) -> bool:
    """Whether a web server is known to run as several processes: one sends, another is asked."""
    counts = [count.value for count in (web.options.get("workers"), web.replicas) if count and count.known]
    return any(isinstance(count, int) and count > 1 for count in counts)
