from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Canvas, Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.chords import chords, header
from celerykit.rules.cleaning import kept_in, length
from celerykit.rules.options import bound_of
from celerykit.rules.release import older_than
from celerykit.rules.stores import backend, kind_of
from celerykit.rules.words import assignment, number, unless
from celerykit.values.durations import in_words

# Stores that count a chord in keys of their own, and let these expire as results do.
_COUNTING = frozenset({"cache", "redis", "rediss", "sentinel"})


class ResultExpiresShorterThanWorkflow(Rule):
    """A chord may take longer than what is known of it is kept.

    *Why*: how many tasks of a chord are done is counted beside the results, and expires as they do: so long after the
    chord was sent, and after each task that ended.
    When the next task ends later than that, nobody knows of the chord any more, and its body never runs.

    *Instead*: let `result_expires` (since Celery 5.7 `result_chord_expires` will do) be longer than the slowest task of
    a header may take, its time in the queue included.
    """

    code = "CK314"
    name = "result-expires-shorter-than-workflow"
    severity = "warning"
    message = (
        "{task} may {what} {most}, but what is counted of its chord expires after {expires}: {body} never runs{unless}"
    )
    fix = "{line}"
    symptoms = ("the body of a chord never runs", "ChordError: GroupResult … no longer exists")
    bad = """\
from celery import Celery, chord

app = Celery("proj", broker="redis://localhost:6379/0", backend="redis://localhost:6379/1")
app.conf.result_expires = 600


@app.task(time_limit=3600)
def render(page):
    return page


@app.task
def merge(pages):
    return pages


if __name__ == "__main__":
    chord([render.s(1), render.s(2)])(merge.s())
"""
    good = bad.replace("= 600", "= 7200")

    def check(self, project: Project) -> Iterator[Finding]:
        own = "result_expires" if older_than(project, "5.7") else "result_chord_expires"
        name = own if project.config[own].value is not None else "result_expires"
        expires = project.config[name]
        seconds = length(expires) if not project.config[own].unknown else None
        if not seconds or not kept_in(project) or kind_of(backend(project)) not in _COUNTING:
            return
        late = [
            found
            for chord in chords(project)
            for task in header(project, chord)
            if (found := _most(project, chord, task))
        ]
        worst = max(late, key=lambda found: found[0], default=None)
        if worst and worst[0] > seconds:
            yield self._told(project, name, expires, seconds, worst)

    def _told(
        self, project: Project, name: str, expires: Value, seconds: float, worst: tuple[float, str, Value, Task, Canvas]
    ) -> Finding:
        most, what, value, task, chord = worst
        return self.finding(
            expires if expires.place else chord.place,
            subject=project.app or project.config.subject,
            said="counted no longer than this",
            related=[*label(value, f"may {what} this long"), *label(chord.place, "in the header of this chord")],
            task=task.name,
            what=what,
            most=in_words(most),
            expires=in_words(seconds),
            body=f"then {chord.body or 'its body'}",
            unless=unless(expires, value),
            line=assignment(project, name, number(2 * most)),
        )


def _most(project: Project, chord: Canvas, task: Task) -> tuple[float, str, Value, Task, Canvas] | None:
    """The longest time that a task of a header is known to be allowed: to run, or to wait for its hour."""
    waits = [
        call.options["countdown"] for call in project.calls if call.task == task.name and "countdown" in call.options
    ]
    found = [("run", bound_of(project, task)[0]), *(("wait", value) for value in waits)]
    known = [
        (float(value.value), what, value, task, chord)
        for what, value in found
        if value.known and isinstance(value.value, (int, float))
    ]
    return max(known, key=lambda each: each[0], default=None)
