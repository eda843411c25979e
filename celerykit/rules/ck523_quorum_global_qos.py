from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.quorum_queues import quorum_queues
from celerykit.rules.release import older_than
from celerykit.rules.words import assignment, named, unless


class QuorumGlobalQos(Rule):
    """Workers ask for a prefetch count in a way that quorum queues refuse.

    *Why*: Celery asks for one count for all consumers of a channel (global QoS), which quorum queues do not support.
    From 5.5 it looks for quorum queues and asks otherwise, unless `worker_detect_quorum_queues` is off.
    RabbitMQ answers with `540 NOT_IMPLEMENTED`; the worker connects again, and again, and consumes nothing.
    (RabbitMQ 4 has no such count at all, and kombu 5.7 does not ask it for one.)

    *Instead*: leave `worker_detect_quorum_queues` on; before Celery 5.5, keep classic queues.
    """

    code = "CK523"
    name = "quorum-global-qos"
    severity = "error"
    brokers = ("amqp",)
    message = (
        "{queue} is a quorum queue, but {cause}: RabbitMQ refuses the prefetch count of the worker (540 "
        "NOT_IMPLEMENTED), which connects again for ever{unless}"
    )
    fix = "{cure}"
    symptoms = (
        "540 NOT_IMPLEMENTED - queue 'celery' in vhost '/' does not support global qos",
        "the worker reconnects in an endless loop and consumes nothing",
    )
    bad = """\
from kombu import Queue

broker_url = "amqp://localhost"
worker_detect_quorum_queues = False
task_queues = [Queue("celery", queue_arguments={"x-queue-type": "quorum"})]
"""
    good = """\
from kombu import Queue

broker_url = "amqp://localhost"
task_queues = [Queue("celery", queue_arguments={"x-queue-type": "quorum"})]
"""

    def check(self, project: Project) -> Iterator[Finding]:
        found = next(iter(quorum_queues(project)), None)
        detects = project.config["worker_detect_quorum_queues"]
        if found is None:
            return
        queue, kind = found
        if older_than(project, "5.5"):
            # The setting that makes quorum queues is as young as the detection: only a Queue can ask for one.
            if project.config["task_default_queue_type"] is not kind:
                cause = f"Celery {project.celery} does not look for any"
                yield self._told(project, queue.name or "a queue", kind, None, cause, "upgrade to Celery 5.5")
        elif detects.known and not detects.value:
            name = named(project, "worker_detect_quorum_queues")
            cure = assignment(project, "worker_detect_quorum_queues", "True")
            yield self._told(project, queue.name or "a queue", kind, detects, f"{name} is off", cure)

    def _told(self, project: Project, queue: str, kind: Value, detects: Value | None, cause: str, cure: str) -> Finding:
        return self.finding(
            detects or kind,
            subject=project.config.subject,
            said="nobody looks for quorum queues" if detects else "a quorum queue",
            related=label(kind, "a quorum queue") if detects else (),
            queue=queue,
            cause=cause,
            cure=cure,
            unless=unless(project.config["broker_url"], kind, *([detects] if detects else [])),
        )
