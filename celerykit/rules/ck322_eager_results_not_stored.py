from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.stages import stage_of
from celerykit.rules.words import assignment, named, unless


class EagerResultsNotStored(Rule):
    """The result of an eager task is asked for by its id, and is nowhere.

    *Why*: with `task_always_eager` a task hands its result to the caller, and stores none.
    `AsyncResult(id)` finds nothing, and says PENDING.
    `task_store_eager_result` stores it; without `task_always_eager` it does nothing.

    *Instead*: set both, or neither.
    """

    code = "CK322"
    name = "eager-results-not-stored"
    severity = "info"
    message = "{how} is asked for by an id, but eager tasks store no result: it is PENDING for ever{unless}"
    fix = "{line}"
    symptoms = (
        "with task_always_eager AsyncResult(id) is PENDING for ever",
        "RuntimeWarning: Results are not stored in backend and should not be retrieved when task_always_eager is ...",
    )
    bad = """\
from celery import Celery
from celery.result import AsyncResult

app = Celery("proj", broker="redis://localhost:6379/0", backend="redis://localhost:6379/1")
app.conf.task_always_eager = True


def status(task_id):
    return AsyncResult(task_id, app=app).state
"""
    good = bad.replace("task_always_eager = True", "task_always_eager = app.conf.task_store_eager_result = True")

    def check(self, project: Project) -> Iterator[Finding]:
        eager, stored = project.config["task_always_eager"], project.config["task_store_eager_result"]
        if project.tests or not eager.decided or not stored.decided:
            return
        if eager.value and not stored.value:
            yield from self._pending(project)
        elif stored.known and stored.value and not eager.value and not stage_of(project, stored):
            yield self.finding(
                stored,
                subject=project.config.subject,
                said="has no effect",
                related=label(eager, "no task is eager"),
                message="{name} = True has no effect, as no task is eager{unless}",
                name=named(project, "task_store_eager_result"),
                unless=unless(eager, stored),
                line="take it out",
            )

    def _pending(self, project: Project) -> Iterator[Finding]:
        eager = project.config["task_always_eager"]
        reads = [read for read in project.reads if read.by_id and read.how != "forget"]
        if not reads or stage_of(project, eager) == "tests":
            return
        more = [piece for read in reads[1:] for piece in label(read.place, "asked for here too")]
        yield self.finding(
            reads[0].place,
            subject=project.app or project.config.subject,
            said="asked for by its id",
            related=[*label(eager, "tasks run where they are called"), *more],
            how=reads[0].how,
            unless=unless(eager),
            line=assignment(project, "task_store_eager_result", "True"),
        )
