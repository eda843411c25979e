from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Canvas, Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.chords import chords, header
from celerykit.rules.options import in_force, is_own
from celerykit.rules.stores import Store, store_of
from celerykit.rules.words import named, unless

_SEEN = {
    "native": "the results of the group in it are never there, so the chord fails with a ChordError",
    "joined": "its result is waited for in vain",
    "polled": "celery.chord_unlock looks for its result every second, for ever",
}
_OF_NOBODY = (
    "{name} makes the tasks in the header of this chord ignore their results, unless they say otherwise: "
    "{seen}, and {body}{unless}"
)


class ChordIgnoreResult(Rule):
    """A task in the header of a chord ignores its result.

    *Why*: the body of a chord runs when the results of its header are stored, and this one never is.
    Where the backend is polled (a database, MongoDB, files, S3), `celery.chord_unlock` is sent again each second, for
    ever.
    Redis keeps the values of a chord aside, so there only a chord with a group in its header fails.

    *Instead*: let the tasks of a header keep their results: `@app.task(ignore_result=False)` beats the setting.
    """

    code = "CK307"
    name = "chord-ignore-result"
    severity = "error"
    message = "{task} is in the header of a chord, but {name} makes it ignore its result: {seen}, and {body}{unless}"
    fix = "let {task} keep its result: @app.task(ignore_result=False)"
    symptoms = ("celery.chord_unlock is retried for ever", "the body of a chord never runs", "ChordError: timed out")
    bad = """\
from celery import Celery, chord

app = Celery("proj", broker="redis://localhost:6379/0", backend="db+postgresql://localhost/results")


@app.task(ignore_result=True)
def fetch(page):
    return page


@app.task
def merge(pages):
    return pages


if __name__ == "__main__":
    chord([fetch.s(1), fetch.s(2)])(merge.s())
"""
    good = bad.replace("(ignore_result=True)", "")

    def check(self, project: Project) -> Iterator[Finding]:
        store = store_of(project)
        if not store or store.chords == "refused":
            return
        told: set[str | None] = set()
        for chord in chords(project):
            if store.chords == "native" and not chord.nested:
                continue
            for task in header(project, chord):
                value = in_force(project, task, "ignore_result")
                if task.name not in told and _ignores(project, task, value):
                    told.add(task.name)
                    yield self._told(project, chord, task, value, store)
            if not told and not any(chord.tasks) and not project.tasks:
                told.add(None)
                yield from self._of_nobody(project, chord, store)

    def _of_nobody(self, project: Project, chord: Canvas, store: Store) -> Iterator[Finding]:
        """Of a chord in a program whose tasks are elsewhere: what the setting says of each that says nothing."""
        value = project.config["task_ignore_result"]
        if value.known and value.value:
            yield self.finding(
                value,
                subject=project.app or project.config.subject,
                said="no result is stored",
                related=label(chord.place, "this chord waits for results"),
                severity="warning",
                message=_OF_NOBODY,
                fix="let the tasks in the header keep their results: @app.task(ignore_result=False)",
                name=named(project, "task_ignore_result"),
                seen=_SEEN[store.chords],
                body=f"{chord.body or 'its body'} never runs",
                unless=unless(value),
            )

    def _told(self, project: Project, chord: Canvas, task: Task, value: Value, store: Store) -> Finding:
        own = is_own(task, "ignore_result", value)
        return self.finding(
            value,
            subject=project.app or project.config.subject,
            said="no result is stored",
            related=label(chord.place, "this chord waits for it"),
            task=task.name,
            name="ignore_result" if own else named(project, "task_ignore_result"),
            seen=_SEEN[store.chords],
            body=f"{chord.body or 'its body'} never runs",
            unless=unless(value),
        )


def _ignores(project: Project, task: Task, value: Value) -> bool:
    """Whether a task is known to ignore its result, and no signature says otherwise."""
    unseen = not task.options_complete and "ignore_result" not in task.options
    kept = any("ignore_result" in call.options for call in project.calls if call.task == task.name)
    return value.known and bool(value.value) and not unseen and not kept
