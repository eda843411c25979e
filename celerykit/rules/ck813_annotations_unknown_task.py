from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule
from celerykit.rules.options import key
from celerykit.rules.tasks_known import likely, may_exist, names

_GLOB = frozenset("*?[")


class AnnotationsUnknownTask(Rule):
    """A task is annotated that does not exist.

    *Why*: the keys of `task_annotations` are names of tasks, whole and exact (celery/app/annotations.py).
    Only `"*"` alone stands for all; `"proj.*"` is the name of no task.
    An annotation of a task that there is not does nothing, and nobody says so.

    *Instead*: the name under which the worker lists the task when it starts.
    """

    code = "CK813"
    name = "annotations-unknown-task"
    severity = "warning"
    message = "task_annotations names {written!r}, and {why}: {attributes} is set for no task"
    fix = "{line}"
    symptoms = ("task_annotations has no effect", "the rate limit of task_annotations is ignored")
    bad = """\
broker_url = "redis://localhost:6379/0"
task_annotations = {"proj.*": {"rate_limit": "10/m"}}
"""
    good = """\
broker_url = "redis://localhost:6379/0"
task_annotations = {"*": {"rate_limit": "10/m"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        annotations = project.config["task_annotations"]
        held = annotations.value if isinstance(annotations.value, Mapping) else annotations.keys
        for name in held:
            if not isinstance(name, str) or name == "*" or name in names(project):
                continue
            glob = not _GLOB.isdisjoint(name)
            if not glob and may_exist(project, name):
                continue
            said = key(annotations, name)
            meant = None if glob else likely(project, name)
            yield self.finding(
                said if said and said.place else annotations,
                subject=project.config.subject,
                said="for no task",
                written=name,
                why="patterns are not understood" if glob else "there is no such task",
                attributes=_attributes(said.value if said else None),
                line=f'write "{meant}"' if meant else 'write the whole name of each task, or "*" for all of them',
            )


def _attributes(value: object) -> str:
    return ", ".join(str(name) for name in value) if isinstance(value, Mapping) and value else "what it says"
