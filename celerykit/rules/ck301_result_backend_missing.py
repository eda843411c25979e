from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, ResultRead
from celerykit.rules.base import Rule, label
from celerykit.rules.words import assignment, unless

_NONE = (None, "", "disabled", "disabled://")
# AsyncResult.get waits on the backend, which says so; all else reads a record that the disabled backend does not have.
_WAITING = frozenset({"get", "wait", "join", "join_native", "iter_native", "collect"})


class ResultBackendMissing(Rule):
    """Results are read, but none are kept.

    *Why*: without a result backend a worker throws the state and the result of every task away.
    `get()` then raises `NotImplementedError`, and `state`, `ready()` and the like an `AttributeError` that does not
    name the cause.

    *Instead*: set `result_backend`.
    """

    code = "CK301"
    name = "result-backend-missing"
    severity = "error"
    message = "a result is read, but no result backend is set, so none is kept: this raises {error}{unless}"
    fix = "{line}"
    symptoms = (
        "NotImplementedError: No result backend is configured.",
        "AttributeError: 'DisabledBackend' object has no attribute '_get_task_meta_for'",
    )
    bad = """\
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task
def add(x, y):
    return x + y


if __name__ == "__main__":
    print(add.delay(2, 2).get())
"""
    good = bad.replace('6379/0")', '6379/0", backend="redis://localhost:6379/1")')

    def check(self, project: Project) -> Iterator[Finding]:
        backend, eager = project.config["result_backend"], project.config["task_always_eager"]
        if not backend.decided or backend.value not in _NONE:
            return
        reads = [read for read in project.reads if _needs_backend(read, eager=not eager.decided or bool(eager.value))]
        if not reads:
            return
        more = [piece for read in reads[1:] for piece in label(read.place, "read here too")]
        ends = label(backend, "no result is kept") or label(project.app_place, "this app keeps no results")
        yield self.finding(
            reads[0].place,
            subject=project.app or project.config.subject,
            said="read here",
            related=[*ends, *more],
            error="NotImplementedError (No result backend is configured)"
            if reads[0].how in _WAITING
            else "AttributeError ('DisabledBackend' object has no attribute '_get_task_meta_for')",
            line=assignment(project, "result_backend", '"redis://localhost:6379/1"'),
            unless=unless(backend),
        )


def _needs_backend(read: ResultRead, *, eager: bool) -> bool:
    """An eager task hands out a result that needs no backend; one that is looked up by its id does."""
    return read.how != "forget" and (read.by_id or not eager)
