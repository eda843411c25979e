from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task
from celerykit.rules.base import Rule, label


class DuplicateTaskName(Rule):
    """Two functions are tasks of one name.

    *Why*: the function whose module is imported first is the task, and the other one is dropped.
    Whoever sends the second runs the first.
    Celery 5.7 warns of it (`DuplicateTaskNameWarning`); up to 5.6 nothing does.

    *Instead*: give each task a name of its own.
    """

    code = "CK504"
    name = "duplicate-task-name"
    severity = "warning"
    message = "{count} functions are tasks of the name {name}: {functions}; the one imported first is run for all"
    fix = "give each a name of its own, or leave the names to Celery, which puts the module before the function"
    symptoms = ("DuplicateTaskNameWarning", "a task runs the code of another")
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task(name="send")
def send_mail(): ...


@app.task(name="send")
def send_letter(): ...
"""
    good = bad.replace('"send")\ndef send_letter', '"send-letter")\ndef send_letter')

    def check(self, project: Project) -> Iterator[Finding]:
        by_name: dict[str, dict[tuple[str, str], Task]] = {}
        for task in project.tasks:
            # A module that no worker imports may be another program's, with a task to send by that name.
            if task.name and task.module in project.imported:
                by_name.setdefault(task.name, {}).setdefault((task.module, task.function), task)
        for name, tasks in by_name.items():
            if len(tasks) > 1:
                yield self._told(project, name, list(tasks.values()))

    def _told(self, project: Project, name: str, tasks: list[Task]) -> Finding:
        first, *others = tasks
        return self.finding(
            others[0].place,
            subject=project.app,
            said="a task of this name",
            related=[end for task in (first, *others[1:]) for end in label(task.place, "a task of this name, too")],
            count=len(tasks),
            name=name,
            functions=", ".join(f"{task.module}.{task.function}" for task in tasks),
        )
