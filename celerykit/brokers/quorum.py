"""What `replicated` becomes on RabbitMQ: quorum queues, of which each node of a cluster has a copy.

Celery finds out whether any queue is one (celery/utils/quorum_queues.py). Then it asks for no prefetch count that holds
for all consumers at once, which quorum queues refuse, and sends every task with a countdown or an ETA through queues of
RabbitMQ that hold it (celery/app/base.py, send_task), for which the exchange must be a topic one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from celerykit.intents import Compiled, Intents, Refusal, Remark

__all__ = ["any_quorum", "arguments", "quorum", "quorum_needs", "quorum_tells"]

_QUEUES = (5, 5)
_QUEUES_OF_ROUTES = (5, 6)


def any_quorum(intents: Intents) -> bool:
    """Whether any queue is to be one."""
    return bool(intents.replicated or intents.replicated_queues)


def arguments(name: str, intents: Intents) -> Mapping[str, object]:
    """What stands in `task_queues` for a queue of `[queues]`."""
    return {"queue_arguments": {"x-queue-type": "quorum"}} if name in intents.replicated_queues else {}


def quorum(intents: Intents, celery: tuple[int, ...]) -> tuple[list[Compiled], list[Refusal]]:
    """The kind of the queues that `[queues]` does not name, and of the exchange."""
    if not any_quorum(intents):
        return [], []
    refused = []
    if celery < _QUEUES:
        fact = "Celery before 5.5 asks for a prefetch count in a way that quorum queues refuse, and its worker ends"
        refused.append(Refusal("replicated", fact, "upgrade to Celery 5.5, or leave replicated out"))
    if intents.priorities:
        fact = "RabbitMQ refuses a quorum queue with priorities, and so a worker never becomes ready"
        cure = 'set priorities = "unset" and give urgent tasks a queue of their own, or leave replicated out'
        refused.append(Refusal("priorities", fact, cure))
    if refused:
        return [], refused
    compiled = [Compiled(("task_default_exchange_type",), "topic", "replicated")]
    if intents.replicated:
        compiled.append(Compiled(("task_default_queue_type",), "quorum", "replicated"))
    if intents.replicated and celery >= _QUEUES_OF_ROUTES:
        compiled += [
            Compiled(("task_create_missing_queue_type",), "quorum", "replicated"),
            Compiled(("task_create_missing_queue_exchange_type",), "topic", "replicated"),
        ]
    return compiled, []


def quorum_needs(intents: Intents) -> tuple[str, ...]:
    """What the cluster must be."""
    if not any_quorum(intents):
        return ()
    return (
        "RabbitMQ 3.10 or newer",
        "three nodes, or five: a quorum queue on a single one has a single copy",
        "no classic queue or direct exchange of the same name from before: RabbitMQ does not change their kind",
    )


def quorum_tells(intents: Intents, celery: tuple[int, ...]) -> Iterator[Remark]:
    """What is not as with classic queues."""
    if not any_quorum(intents):
        return
    if intents.replicated and celery < _QUEUES_OF_ROUTES:
        text = "Celery before 5.6 makes classic queues of those that only routes name: name them in [queues]"
        yield Remark("replicated", text, "warning")
    delays = (
        "a task with a delay waits in RabbitMQ, in queues that a worker declares when it starts: before that, sending "
        "one raises NOT_FOUND"
    )
    yield Remark("replicated", delays)
    limit = (
        "RabbitMQ 4 drops a message after 20 deliveries that nobody acknowledged (delivery-limit); older ones deliver "
        "it without end"
    )
    yield Remark("replicated", limit)
