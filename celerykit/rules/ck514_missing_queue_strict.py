from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.destinations import destinations
from celerykit.rules.queues import declared, default_name
from celerykit.rules.words import named, unless


class MissingQueueStrict(Rule):
    """A queue is named that `task_queues` does not hold, and Celery was told not to make any.

    *Why*: with `task_create_missing_queues = False`, sending a task to another queue than those raises
    `QueueNotFound`, or `KeyError` where the default queue is missing, and a worker with such a name after `-Q` ends
    with `ImproperlyConfigured`.

    *Instead*: put every queue that is named anywhere into `task_queues`, the default queue among them.
    """

    code = "CK514"
    name = "missing-queue-strict"
    severity = "error"
    message = "{queues} does not hold {queue}, and {strict} is off: {consequence}{unless}"
    fix = 'add Queue("{queue}") to {queues}'
    symptoms = (
        "celery.exceptions.QueueNotFound: \"Queue 'media' missing from task_queues\"",
        "KeyError: 'celery', when a task is sent",
        "ImproperlyConfigured: Trying to select queue subset of …",
    )
    bad = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("celery")]
task_create_missing_queues = False
task_routes = {"proj.tasks.resize": {"queue": "media"}}
"""
    good = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("celery"), Queue("media")]
task_create_missing_queues = False
task_routes = {"proj.tasks.resize": {"queue": "media"}}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        create, held = project.config["task_create_missing_queues"], _held(project)
        if held is None or not create.known or create.value:
            return
        default = default_name(project)
        if default is not None and default not in held:
            value = project.config["task_queues"]
            yield self._told(project, default, value, "a task without a route raises KeyError when it is sent")
        told = {default}
        for each in destinations(project):
            if each.queue not in held | told:
                told.add(each.queue)
                yield self._told(project, each.queue, each.value, f"{each.who} raises QueueNotFound when it is sent")
        for queue, value in _asked_for(project):
            if queue not in held | told:
                told.add(queue)
                yield self._told(project, queue, value, "the worker ends with ImproperlyConfigured")

    def _told(self, project: Project, queue: str, value: Value, consequence: str) -> Finding:
        create, queues = project.config["task_create_missing_queues"], project.config["task_queues"]
        ends = ((queues, "all queues that there are"), (create, "no others are made"))
        return self.finding(
            value,
            subject=project.config.subject,
            said=f"{queue} is not among these" if value is queues else "not among the queues",
            related=[piece for end, text in ends if end is not value for piece in label(end, text)],
            queue=queue,
            queues=named(project, "task_queues"),
            strict=named(project, "task_create_missing_queues"),
            consequence=consequence,
            unless=unless(value, create),
        )


def _held(project: Project) -> frozenset[str | None] | None:
    """The names of all queues that there are, aliases among them; None where they cannot be known."""
    found = declared(project)
    if not found.complete:
        return None
    aliases = [queue.options["alias"] for queue in found.declared if "alias" in queue.options]
    if any(alias.unknown or not isinstance(alias.value, str) for alias in aliases):
        return None
    held = found.names if found.declared else {default_name(project)}
    return frozenset({*held, *(alias.value for alias in aliases)})


def _asked_for(project: Project) -> Iterator[tuple[str, Value]]:
    """The queues after -Q."""
    for worker in project.deployment.workers:
        value = worker.options.get("queues")
        if value is not None and value.known and isinstance(value.value, (list, tuple)):
            yield from ((str(name), value) for name in value.value)
