from __future__ import annotations

from collections.abc import Iterator

from celerykit.findings import Finding
from celerykit.project import Project, Value
from celerykit.rules.base import Rule, label
from celerykit.rules.queues import Declared, declared
from celerykit.rules.urls import broker
from celerykit.rules.words import unless
from celerykit.values.suggestions import did_you_mean

# kombu/entity.py, Queue: what it takes by name, and its attributes; and what the mapping form takes besides
# (Queue.from_dict). What is not among them is dropped without a word.
_ATTRIBUTES = frozenset({
    "alias", "auto_delete", "binding_arguments", "bindings", "channel", "consumer_arguments", "durable", "exchange",
    "exclusive", "expires", "max_length", "max_length_bytes", "max_priority", "message_ttl", "name", "no_ack",
    "no_declare", "on_declared", "queue_arguments", "routing_key",
})  # fmt: skip
_OF_MAPPING = frozenset({
    "binding_key", "delivery_mode", "exchange_arguments", "exchange_auto_delete", "exchange_durable", "exchange_type",
    "queue_auto_delete", "queue_durable",
})  # fmt: skip
# Arguments for the broker, by kombu's words for them (kombu/transport/base.py, RABBITMQ_QUEUE_ARGUMENTS).
_FOR_BROKER = {
    "max_length": "x-max-length", "max_length_bytes": "x-max-length-bytes", "max_priority": "x-max-priority",
    "message_ttl": "x-message-ttl",
}  # fmt: skip
_WITHOUT = ("redis", "sentinel", "sqs")
# kombu/transport/redis.py keeps a queue's expiry itself.
_KEPT = frozenset({"x-expires"})


class QueueArgumentNotForTransport(Rule):
    """A queue has an argument that nobody reads.

    *Why*: arguments such as `x-max-priority` are for RabbitMQ.
    kombu's transports for Redis and SQS take them and do nothing with them.
    A keyword that a `Queue` does not have, `Queue("mail", priority=5)`, is dropped by kombu itself.

    *Instead*: take it out. On Redis, priorities are kept apart by the transport option `priority_steps`.
    """

    code = "CK532"
    name = "queue-argument-not-for-transport"
    severity = "info"
    message = "{queue} has {argument}, which {reason}"
    fix = "{cure}"
    symptoms = ("an argument of a queue has no effect",)
    bad = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("celery", queue_arguments={"x-max-priority": 10})]
"""
    good = """\
from kombu import Queue

broker_url = "redis://localhost:6379/0"
task_queues = [Queue("celery")]
broker_transport_options = {"priority_steps": list(range(10))}
"""

    def check(self, project: Project) -> Iterator[Finding]:
        told: dict[str, tuple[Declared, Value, str, str, list[Value]]] = {}
        for queue in declared(project).declared:
            for name, value, reason, cure in _unread(project, queue):
                if name in told:
                    told[name][-1].append(value)
                else:
                    told[name] = (queue, value, reason, cure, [])
        for name, (queue, value, reason, cure, others) in told.items():
            yield self.finding(
                value,
                subject=project.config.subject,
                said="read by nobody",
                related=[piece for other in others for piece in label(other, "nor is this one")],
                queue=queue.name or "a queue",
                argument=name,
                reason=reason,
                cure=cure,
            )


def _unread(project: Project, queue: Declared) -> Iterator[tuple[str, Value, str, str]]:
    known = _ATTRIBUTES | _OF_MAPPING
    for name, value in queue.options.items():
        if name not in known and not queue.broadcast:
            cure = did_you_mean(name, known, "take it out")
            yield name, value, "is no argument of a kombu Queue, and dropped", cure
    transport = broker(project)
    if transport is None or transport.name not in _WITHOUT:
        return
    arguments = queue.options.get("queue_arguments")
    given = {**(arguments.keys if arguments else {}), **{n: v for n, v in queue.options.items() if n in _FOR_BROKER}}
    for name, value in given.items():
        if _FOR_BROKER.get(name, name).startswith("x-") and name not in _KEPT:
            cure = "take it out"
            if name in {"x-max-priority", "max_priority"} and transport.name != "sqs":
                cure += '; "priority_steps": list(range(10)) in the transport options keeps priorities apart'
            yield name, value, f"does nothing on {transport.title}{unless(project.config['broker_url'])}", cure
