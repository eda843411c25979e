from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import in_force, kinds_of_task
from celerykit.rules.stores import backend, kind_of, left_to_environment
from celerykit.rules.words import assignment, named, unless


class TrackStartedNoBackend(Rule):
    """The state STARTED is asked for, and no state is stored.

    *Why*: a worker stores STARTED as it stores a result, through the result backend.
    Without one, or where the tasks ignore their results, the setting does nothing.

    *Instead*: set `result_backend`, or take `task_track_started` out.
    """

    code = "CK320"
    name = "track-started-no-backend"
    severity = "info"
    message = "{name} = True has no effect: {why}{unless}"
    fix = "{line}"
    symptoms = ("the state STARTED is never seen",)
    bad = """\
broker_url = "redis://localhost:6379/0"
task_track_started = True
"""
    good = bad + 'result_backend = "redis://localhost:6379/1"\n'

    def check(self, project: Project) -> Iterator[Finding]:
        tracked, kept = project.config["task_track_started"], backend(project)
        if not tracked.known or not tracked.value or project.tests:
            return
        tasks = kinds_of_task(project) if project.tasks_complete else (None, *kinds_of_task(project))
        ignored = [in_force(project, task, "ignore_result") for task in tasks]
        nowhere = kind_of(kept) == "disabled" and not left_to_environment(project)
        if not nowhere and not all(_is_on(value) for value in ignored):
            return
        yield self.finding(
            tracked,
            subject=project.config.subject,
            said="has no effect",
            related=label(kept, "no state is stored") if nowhere else label(ignored[0], "nor the state"),
            name=named(project, "task_track_started"),
            why="no result backend is set" if nowhere else "every task ignores its result, and its state with it",
            unless=unless(tracked, kept if nowhere else ignored[0]),
            line=assignment(project, "task_track_started", "False"),
        )


def _is_on(value: Value) -> bool:
    return value.known and bool(value.value)
