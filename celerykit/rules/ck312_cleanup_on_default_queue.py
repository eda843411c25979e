from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding, Label
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.cleaning import CLEANUP, beat_is_seen, sends_cleanup
from celerykit.rules.consumers import consumed, listening
from celerykit.rules.queues import declared, default_name
from celerykit.rules.routes import routes
from celerykit.rules.stores import STORES, backend, left_to_environment, store_of
from celerykit.rules.words import assignment, named, unless


class CleanupOnDefaultQueue(Rule):
    """Beat sends the task that deletes old results to the default queue, which no worker reads.

    *Why*: beat puts `celery.backend_cleanup` on the schedule by itself, unless the backend lets results expire.
    It does so without any backend, too.
    The task has no route, so it goes to the default queue: nobody deletes results, and a message a day stays there.

    *Instead*: give it a route to a queue that is read; where no results are kept, switch it off:
    `result_expires = None`.
    """

    code = "CK312"
    name = "cleanup-on-default-queue"
    severity = "warning"
    message = "beat sends {cleanup} to {queue} each night, which no worker reads: {seen}{unless}"
    fix = "{line}"
    symptoms = (
        "a queue named celery grows by one message a day",
        "old results are never deleted, though beat sends celery.backend_cleanup",
    )
    bad = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("build"), Queue("sync")]
task_routes = {"proj.build": "build", "proj.sync": "sync"}
beat_schedule = {"sync": {"task": "proj.sync", "schedule": 600.0}}
"""
    good = bad + "result_expires = None\n"

    def check(self, project: Project) -> Iterator[Finding]:
        store, queue, expires = store_of(project), default_name(project), project.config["result_expires"]
        eager = project.config["task_always_eager"].value
        if store is None or queue is None or project.tests or eager or not sends_cleanup(project):
            return
        if store is STORES["disabled"] and left_to_environment(project):
            return
        ends = _unread(project, queue)
        if not ends or not beat_is_seen(project) or routes(project).of(CLEANUP) is not None:
            return
        useless = store.expiry != "cleanup"
        routed = f'{{"{CLEANUP}": "{_reads(project)}"}}'
        yield self.finding(
            ends[0].place,
            subject=project.config.subject,
            said=ends[0].text,
            related=[*ends[1:], *label(backend(project), "kept here")],
            severity="info" if useless else None,
            cleanup=CLEANUP,
            queue=queue,
            seen=f"{store.title} needs no cleaning, and the messages pile up" if useless else "results stay for ever",
            unless=unless(expires, project.config["task_default_queue"]),
            line=assignment(project, "result_expires", "None")
            if useless
            else f"give it a route, in {named(project, 'task_routes')}: {routed}",
        )


def _unread(project: Project, queue: str) -> list[Label]:
    """What workers read instead of that queue; nothing where one reads it, or may."""
    read, found = consumed(project), declared(project)
    if read is None:
        known = not project.deployment.workers and found.declared and found.complete and queue not in found.names
        return list(label(project.config["task_queues"], f"{queue} is not among these")) if known else []
    if queue in read:
        return []
    said: list[Value] = [value for value in listening(project) if isinstance(value, Value)]
    return [piece for value in said or [project.config["task_queues"]] for piece in label(value, "read instead")]


def _reads(project: Project) -> str:
    """A queue that is read."""
    return min(consumed(project) or declared(project).names, default="…")
