from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, ResultRead
from celerykit.rules.base import Rule, label
from celerykit.rules.stores import backend, kind_of, left_to_environment
from celerykit.rules.words import assignment, unless

# AsyncResult.get waits on the backend, which says so; all else reads a record that the disabled backend does not have.
_WAITING = frozenset({"get", "wait", "join", "join_native", "iter_native", "collect"})


class ResultBackendMissing(Rule):
    """Results are read, but none are kept.

    *Why*: without a result backend a worker throws the state and the result of every task away.
    `get()` then raises `NotImplementedError`, and `state`, `ready()` and the like an `AttributeError` that does not
    name the cause.

    *Instead*: set `result_backend`, or the environment variable `CELERY_RESULT_BACKEND`, which Celery reads itself.
    Where the program names no broker either, all may be set there: then this is only noted.
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
        kept, eager = backend(project), project.config["task_always_eager"]
        if kind_of(kept) != "disabled":
            return
        reads = [read for read in project.reads if _needs_backend(read, eager=not eager.decided or bool(eager.value))]
        if not reads:
            return
        more = [piece for read in reads[1:] for piece in label(read.place, "read here too")]
        ends = label(kept, "no result is kept") or label(project.app_place, "this app keeps no results")
        unseen = left_to_environment(project)
        yield self.finding(
            reads[0].place,
            subject=project.app or project.config.subject,
            said="read here",
            related=[*ends, *more],
            severity="info" if unseen else None,
            error="NotImplementedError (No result backend is configured)"
            if reads[0].how in _WAITING
            else "AttributeError ('DisabledBackend' object has no attribute '_get_task_meta_for')",
            line=assignment(project, "result_backend", '"redis://localhost:6379/1"'),
            unless=unless(kept) or (", unless CELERY_RESULT_BACKEND is set where it runs" if unseen else ""),
        )


def _needs_backend(read: ResultRead, *, eager: bool) -> bool:
    """An eager task hands out a result that needs no backend; one that is looked up by its id does."""
    return read.how != "forget" and (read.by_id or not eager)
