from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.scheduling import Scheduled, entries, who
from celerykit.rules.tasks_known import likely, may_exist


class BeatUnknownTask(Rule):
    """An entry of the schedule names no task that there is.

    *Why*: beat does not look: it sends the name as it stands, on time, again and again.
    The worker logs `Received unregistered task of type …` each time, throws the message away, and nothing runs.
    An entry without `task` sends the name None.

    *Instead*: write the name under which the task is registered: `proj.tasks.add` for `add` in `proj/tasks.py`, unless
    its decorator gives another.
    """

    code = "CK602"
    name = "beat-unknown-task"
    severity = "error"
    message = (
        "beat sends {task} for entry {entry}, but no task has that name: "
        "the worker throws each message away (Received unregistered task)"
    )
    fix = "{cure}"
    symptoms = (
        "a periodic task never runs",
        "beat says Sending due task, and nothing happens",
        "Received unregistered task of type 'proj.add'. The message has been ignored and discarded.",
    )
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.tasks.add", "schedule": 30.0}}


@app.task
def add(): ...
"""
    good = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.beat_schedule = {"add": {"task": "proj.add", "schedule": 30.0}}


@app.task
def add(): ...
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for entry in entries(project):
            task = entry.task
            if task is None and entry.written is not None and entry.complete:
                yield self._nameless(project, entry)
                continue
            name = task.value if task and task.known and not task.variable else None
            if isinstance(name, str) and not may_exist(project, name):
                yield self._unknown(project, entry, name)

    def _unknown(self, project: Project, entry: Scheduled, name: str) -> Finding:
        meant = likely(project, name)
        declared = next((task for task in project.tasks if task.name == meant), None) if meant else None
        return self.finding(
            entry.task,
            subject=project.app or project.config.subject,
            said="no task has this name",
            related=label(declared.place, f"this one is called {meant}") if declared else (),
            task=name,
            entry=who(entry),
            cure=f'"task": "{meant}"' if meant else f"name a task that there is, or declare {name}",
        )

    def _nameless(self, project: Project, entry: Scheduled) -> Finding:
        return self.finding(
            entry.place,
            subject=project.app or project.config.subject,
            said="no task is named here",
            message="entry {entry} names no task: beat sends None, and the worker throws each message away",
            entry=who(entry),
            cure='add "task": "…" to the entry',
        )
