from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project
from celerykit.rules.base import Rule, label
from celerykit.rules.queue_shapes import misshapen
from celerykit.rules.words import assignment, named


class TaskQueuesWrongType(Rule):
    """`task_queues` holds something else than queues.

    *Why*: Celery asks each item for its `name` (celery/app/amqp.py, Queues), so names alone, or one `Queue` without
    a list around it, raise when a worker starts or a task is sent.
    A `Queue` twice under one name counts once: the last one, with its exchange and routing key.
    In a mapping the name of the `Queue` counts, and its key does not.

    *Instead*: `task_queues = [Queue("celery"), Queue("media")]`, with `from kombu import Queue`.
    """

    code = "CK515"
    name = "task-queues-wrong-type"
    severity = "error"
    message = "{setting} {problem}"
    fix = "{cure}"
    symptoms = (
        "AttributeError: 'str' object has no attribute 'name'",
        "TypeError: 'Queue' object is not iterable",
        "a queue that task_queues declares is not bound as written",
    )
    bad = """\
broker_url = "redis://localhost:6379/0"
task_queues = ["celery", "media"]
"""
    good = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("celery"), Queue("media")]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        for found in misshapen(project):
            queues = ", ".join(f'Queue("{name}")' for name in found.names)
            yield self.finding(
                found.value,
                subject=project.config.subject,
                said="no queue" if found.severity == "error" else "this one counts",
                related=label(found.other, "forgotten"),
                severity=found.severity,
                setting=named(project, "task_queues"),
                problem=found.problem,
                cure=found.cure or assignment(project, "task_queues", f"[{queues}]"),
            )
