from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.task_attributes import ATTRIBUTES, meant


class UnknownTaskOption(Rule):
    """A task is given an option that Celery does not know.

    *Why*: Celery makes any option an attribute of the task, and reads only those it knows.
    `@app.task(timelimit=60)` bounds nothing.

    *Instead*: write the name as Celery reads it.
    Only names that are near to a real one are told: the others may be for the project's own base class.
    """

    code = "CK115"
    name = "unknown-task-option"
    severity = "warning"
    message = "Celery reads no option {name} of {who}: its {meant} stays as it is"
    fix = "did you mean {meant}?"
    symptoms = ("a time limit of a task has no effect", "a task is retried three times whatever its options say")
    bad = """\
# file: proj.py
from celery import Celery

app = Celery("proj", broker="redis://localhost:6379/0")


@app.task(timelimit=60)
def send(): ...
"""
    good = bad.replace("timelimit", "time_limit")

    def check(self, project: Project) -> Iterator[Finding]:
        wrong: dict[tuple[str, str], list[tuple[str, Value]]] = {}
        for task in project.tasks:
            certain = task.options_complete and "base" not in task.options
            for names, option in _unknown(task.options, certain=certain):
                wrong.setdefault(names, []).append((f"the task {task.name or task.function}", option))
        for subject, attributes in project.config["task_annotations"].keys.items():
            for names, option in _unknown(attributes.keys, certain=True):
                wrong.setdefault(names, []).append((f'the annotation for "{subject}"', option))
        for (name, right), places in wrong.items():
            who, first = places[0]
            yield self.finding(
                first,
                subject=project.app,
                said="not read",
                related=[end for _, option in places[1:] for end in label(option, "not read")],
                name=name,
                who=who,
                meant=right,
            )


def _unknown(options: Mapping[str, Value], *, certain: bool) -> Iterator[tuple[tuple[str, str], Value]]:
    """The options that nobody reads, each with the one that was meant; not where that one is given, too."""
    for name, option in options.items():
        if not isinstance(name, str) or name in ATTRIBUTES or name.startswith("__"):
            continue
        right = meant(name, certain=certain)
        if right and right not in options:
            yield (name, right), option
