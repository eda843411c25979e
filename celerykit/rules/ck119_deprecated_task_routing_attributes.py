from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Task, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.setting_styles import listed
from celerykit.rules.words import named

# celery/app/task.py, Task.bind
_ATTRIBUTES = ("queue", "exchange", "exchange_type", "routing_key", "delivery_mode", "priority")


class DeprecatedTaskRoutingAttributes(Rule):
    """Tasks say themselves where their messages go.

    *Why*: from Celery 5.7 on, `queue`, `exchange`, `exchange_type`, `routing_key`, `delivery_mode` and `priority` on a
    task are deprecated, with a warning for each; in 6.0 they will have no effect (celery/app/task.py, bind).
    The messages would then go to the default queue.

    *Instead*: route the tasks by `task_routes`.
    """

    code = "CK119"
    name = "deprecated-task-routing-attributes"
    severity = "info"
    since = "5.7"
    message = "{attributes} of {who} will have no effect in Celery 6.0, where task_routes alone routes"
    fix = "{routes} = {{{target}}}"
    symptoms = ("CDeprecationWarning: The 'queue' task attribute is deprecated and scheduled for removal in",)
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task(queue="mail")
def send(): ...
"""
    good = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")
app.conf.task_routes = {"proj.send": {"queue": "mail"}}


@app.task
def send(): ...
"""

    def check(self, project: Project) -> Iterator[Finding]:
        found = [(task, said) for task in project.tasks if (said := _said(task))]
        if not found:
            return
        ends = [end for _, said in found for value in said.values() for end in label(value, "in 6.0 without effect")]
        attributes = [name for name in _ATTRIBUTES if any(name in said for _, said in found)]
        task, said = found[0]
        yield self.finding(
            ends[0].place if ends else task.place,
            subject=project.app,
            said="in 6.0 without effect",
            related=ends[1:],
            attributes=", ".join(attributes),
            who=listed([task.name or task.function for task, _ in found]),
            routes=named(project, "task_routes"),
            target=f'"{task.name or task.function}": ' + _written(said),
        )


def _said(task: Task) -> Mapping[str, Value]:
    """What a task says of its routing; None is what it has without."""
    return {
        name: value
        for name in _ATTRIBUTES
        if (value := task.options.get(name)) is not None and not (value.known and value.value is None)
    }


def _written(said: Mapping[str, Value]) -> str:
    """The route as Python."""
    pairs = (f'"{name}": {value.text or "…"}' for name, value in said.items())
    return "{" + ", ".join(pairs) + "}"
