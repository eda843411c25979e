from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Canvas, Project
from celerykit.rules.base import Rule, label
from celerykit.rules.chords import chords, said_of_others
from celerykit.rules.stores import backend, kind_of, left_to_environment
from celerykit.rules.tasks_known import is_sent_here
from celerykit.rules.words import assignment, unless


class ChordUnsupportedBackend(Rule):
    """A chord is started, but the result backend cannot find out when its header is done.

    *Why*: a chord's body runs when all tasks of its header have stored their results.
    Without a result backend there are none, and with `rpc://` they go to the sender.
    Starting the chord raises `NotImplementedError`; so does `group(…) | task`, which becomes a chord.

    *Instead*: keep results in Redis, a database or Memcached.
    """

    code = "CK306"
    name = "chord-unsupported-backend"
    severity = "error"
    message = "a chord is started here, but {what}: this raises NotImplementedError{unless}"
    fix = "{line}"
    symptoms = (
        "NotImplementedError: Starting chords requires a result backend to be configured.",
        'NotImplementedError: The "rpc" result backend does not support chords!',
    )
    bad = """\
from celery import Celery, chord

app = Celery("proj", broker="amqp://localhost", backend="rpc://")


@app.task
def add(x, y):
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


if __name__ == "__main__":
    chord([add.s(i, i) for i in range(3)])(total.s())
"""
    good = bad.replace("rpc://", "redis://localhost:6379/1")

    def check(self, project: Project) -> Iterator[Finding]:
        value, found = backend(project), [chord for chord in chords(project) if _is_own(project, chord)]
        kind = kind_of(value)
        if not found or kind not in {"disabled", "rpc"}:
            return
        ends = label(value, "the result backend") or label(project.app_place, "this app keeps no results")
        unseen = kind == "disabled" and left_to_environment(project)
        yield self.finding(
            found[0].place,
            subject=project.app or project.config.subject,
            said="started here",
            related=[*ends, *said_of_others(found, "started here too")],
            severity="info" if unseen else None,
            what="rpc:// sends results to their sender, and nobody can count them"
            if kind == "rpc"
            else "no result backend is set",
            unless=unless(value) or (", unless CELERY_RESULT_BACKEND is set where it runs" if unseen else ""),
            line=assignment(project, "result_backend", '"redis://localhost:6379/1"'),
        )


def _is_own(project: Project, chord: Canvas) -> bool:
    """Whether a chord is of tasks of this app: another one in the same folder may have a backend."""
    own, named = {task.name for task in project.tasks}, [name for name in (*chord.tasks, chord.body) if name]
    return any(name in own for name in named) or (not named and is_sent_here(project, None))
