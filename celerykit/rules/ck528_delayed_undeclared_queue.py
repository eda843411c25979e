from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Call, Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.delayed_calls import delayed
from celerykit.rules.queues import in_use
from celerykit.rules.quorum_queues import quorum_queues
from celerykit.rules.words import named, unless

_HELD = (
    "{task} is sent with a delay to {queue}, which no setting declares: Celery makes it with a direct exchange, so "
    "RabbitMQ does not keep the task until it is due, and a worker that reads {queue} holds it{unless}"
)


class DelayedUndeclaredQueue(Rule):
    """A task with a delay is sent to a queue that no setting declares, where quorum queues are in use.

    *Why*: with quorum queues Celery sends delayed tasks through queues of RabbitMQ's, at whose end stand the queues
    that a worker knew when it started (celery/worker/consumer/delayed_delivery.py).
    A queue that was made on the way is not among them: what comes out of the delay finds no queue and is dropped.
    Unless `task_create_missing_queue_exchange_type` says otherwise, such a queue has a direct exchange, and then the
    delay is not RabbitMQ's at all: a worker holds the message.

    *Instead*: declare the queue in `task_queues`, bound to a topic exchange by a routing key of its own.
    """

    code = "CK528"
    name = "delayed-undeclared-queue"
    severity = "error"
    since = "5.5"
    brokers = ("amqp",)
    message = (
        "{task} is sent with a delay to {queue}, which no setting declares: no worker binds it to the delayed delivery "
        "of RabbitMQ, which drops the task when it is due{unless}"
    )
    fix = 'add Queue("{queue}", …, routing_key="{queue}") to {setting}'
    symptoms = (
        "tasks with a countdown disappear with quorum queues",
        "Direct exchanges are not supported with native delayed delivery",
    )
    bad = """\
from celery import Celery

app = Celery("proj", broker="amqp://localhost")
app.conf.task_default_queue_type = "quorum"
app.conf.task_default_exchange_type = "topic"


@app.task
def remind(who):
    return who


def later(who):
    remind.apply_async((who,), countdown=600, queue="adhoc")
"""
    good = bad.replace(', queue="adhoc"', "")

    def check(self, project: Project) -> Iterator[Finding]:
        queues, found = in_use(project), next(iter(quorum_queues(project)), None)
        kind = project.config["task_create_missing_queue_exchange_type"]
        if found is None or not queues.complete or not kind.decided:
            return
        read = _read(project)
        told: set[str] = set()
        for call in delayed(project):
            queue = call.options.get("queue")
            name = queue.value if queue is not None and queue.known else None
            if queue is None or not isinstance(name, str) or name in queues.names | told or not name:
                continue
            if kind.value and kind.value != "direct" and (read is None or name in read):
                continue
            told.add(name)
            yield self._told(project, call, queue, found[1], held=kind.value in (None, "", "direct"))

    def _told(self, project: Project, call: Call, queue: Value, kind: Value, *, held: bool) -> Finding:
        return self.finding(
            queue,
            subject=project.app or project.config.subject,
            said="declared nowhere",
            related=[*label(call.place, "sent with a delay"), *label(kind, "quorum queues are in use")],
            severity="warning" if held else "error",
            message=_HELD if held else None,
            task=call.task or "a task",
            queue=queue.value,
            setting=named(project, "task_queues"),
            unless=unless(project.config["broker_url"], kind, queue),
        )


def _read(project: Project) -> frozenset[str] | None:
    """What workers are told to read, and so know from the start; None where that cannot be known."""
    deployment = project.deployment
    chosen = [worker.options["queues"] for worker in deployment.workers if "queues" in worker.options]
    whole = deployment.complete and all(worker.complete for worker in deployment.workers)
    if not whole or any(not value.known for value in chosen):
        return None
    return frozenset(str(name) for value in chosen for name in value.value)
