from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Task
from celerykit.rules.base import Rule, label
from celerykit.rules.words import named


class TaskModuleNotImported(Rule):
    """A task stands in a module that no worker of the app imports.

    *Why*: a worker knows the tasks of the modules that it imports: those in `include` and `imports`, those that
    `autodiscover_tasks` finds, the app's own module, and what these import.
    For any other task it logs `Received unregistered task of type …`, and throws the message away.

    *Instead*: name the module in `include`.
    """

    code = "CK501"
    name = "task-module-not-imported"
    severity = "error"
    message = (
        "a worker of {app} never imports {module}, so it does not know {tasks}: "
        "it throws their messages away (Received unregistered task)"
    )
    fix = 'add "{module}" to {include}'
    symptoms = ("Received unregistered task of type 'proj.mail.send'. The message has been ignored and discarded.",)
    bad = """\
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
# file: proj/mail.py
from proj.celery import app


@app.task
def send(): ...
"""
    good = """\
# file: proj/__init__.py
# file: proj/celery.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0", include=["proj.mail"])
# file: proj/mail.py
from proj.celery import app


@app.task
def send(): ...
"""

    def check(self, project: Project) -> Iterator[Finding]:
        config = project.config
        decided = config.complete and config["include"].decided and config["imports"].decided
        if not project.app or project.tests or not project.imports_complete or not decided:
            return
        strangers: dict[str, list[Task]] = {}
        for task in project.tasks:
            if task.module not in project.imported:
                strangers.setdefault(task.module, []).append(task)
        for module, tasks in strangers.items():
            include = config["include"] if config.written("include") else config["imports"]
            ends = label(include, "this is what it imports") if include.known else label(project.app_place, "the app")
            yield self.finding(
                tasks[0].place,
                subject=project.app,
                said="a task that no worker knows",
                related=ends,
                app=project.app,
                module=module,
                tasks=", ".join(task.name or task.function for task in tasks[:_NAMED]) + _more(len(tasks) - _NAMED),
                include=named(
                    project, "include" if config.written("include") or not config.written("imports") else "imports"
                ),
            )


# Names in one message: enough to recognise the module, few enough to read.
_NAMED = 3


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
