from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.options import key
from celerykit.values.secrets import shown


class AnnotationsStarOverrides(Rule):
    """The annotation for all tasks beats the one for a task, and what the task itself says.

    *Why*: annotations are laid over a task when it is bound: first those of its name, then those of `"*"`
    (celery/app/annotations.py, resolve_all).
    So `"*"` is no default, but the last word.

    *Instead*: a setting for all (`task_default_rate_limit`, `task_time_limit`), and annotations by name for some.
    """

    code = "CK814"
    name = "annotations-star-overrides"
    severity = "warning"
    message = '"*" in task_annotations has the last word: {attribute} is {all} for {task}, too, not {own}'
    fix = 'take {attribute} out of "*", and set {setting} for all tasks'
    symptoms = ("task_annotations of a task have no effect", "the time limit of the decorator is ignored")
    bad = """\
broker_url = "redis://localhost:6379/0"
task_annotations = {"*": {"rate_limit": "10/s"}, "proj.mail": {"rate_limit": "1/s"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_default_rate_limit = "10/s"
task_annotations = {"proj.mail": {"rate_limit": "1/s"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        annotations = project.config["task_annotations"]
        star = key(annotations, "*")
        if star is None:
            return
        for attribute in star.keys or (star.value if isinstance(star.value, Mapping) else ()):
            value = key(star, attribute)
            beaten = list(_beaten(project, annotations, str(attribute), value)) if value and value.known else []
            if not beaten or value is None:
                continue
            yield self.finding(
                value if value.place else annotations,
                subject=project.config.subject,
                said="has the last word",
                related=[piece for _, own in beaten for piece in label(own, "does not count")],
                attribute=attribute,
                all=shown(value.value),
                task=beaten[0][0],
                own=shown(beaten[0][1].value),
                setting=_setting(str(attribute)),
            )


def _beaten(project: Project, annotations: Value, attribute: str, value: Value) -> Iterator[tuple[str, Value]]:
    """The tasks that say something else, by annotations of their names, else by themselves."""
    named = annotations.keys or (annotations.value if isinstance(annotations.value, Mapping) else {})
    for name in named:
        said = key(annotations, name) if name != "*" else None
        own = key(said, attribute) if said else None
        if own and own.known and own.value != value.value:
            yield name, own
    for task in project.tasks:
        own = task.options.get(attribute)
        if task.name and task.name not in named and own and own.known and own.value not in (None, value.value):
            yield task.name, own


def _setting(attribute: str) -> str:
    from celerykit.catalogue import SETTINGS

    names = (f"task_{attribute}", f"task_default_{attribute}")
    return next((name for name in names if name in SETTINGS), "what you want in the decorators")
