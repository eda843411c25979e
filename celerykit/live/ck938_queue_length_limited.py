from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from celerykit.findings import Finding, Thing
from celerykit.live.base import LiveCheck
from celerykit.live.declarations import declarations
from celerykit.live.rabbitmq import rabbitmq
from celerykit.live.rabbitmq_queues import Kept, configured
from celerykit.live.system import System
from celerykit.values.durations import in_words

_REJECTS = ("reject-publish", "reject-publish-dlx")


class QueueLengthLimited(LiveCheck):
    """A policy of RabbitMQ lets tasks that wait disappear.

    *Why*: a policy is set on the server, and stands in no configuration of Celery's. One on the length of a queue drops
    the oldest task for each that comes above it, one on the age of messages drops tasks that nobody took in time, and
    `expires` deletes a whole queue that no worker reads for a while. Nobody is told: the state of such a task stays
    PENDING.

    *Instead*: leave the queues of tasks out of that policy, give what is dropped an exchange to go to
    (`dead-letter-exchange`), or have the publisher refused (`overflow: reject-publish`, with `confirm_publish`).
    """

    code = "CK938"
    name = "queue-length-limited"
    severity = "warning"
    brokers = ("amqp",)
    message = "by {policies}, RabbitMQ {effects}"
    fix = "leave the queue out of that policy, or raise its limits: rabbitmqctl list_policies --vhost {vhost}"
    asks = "RabbitMQ's management interface: the policies in effect on the queues"
    symptoms = ("tasks disappear from the queue without a trace", "the state of a task stays PENDING")

    def check(self, system: System) -> Iterator[Finding]:
        server = system.once(rabbitmq)
        if server is None:
            return
        # What the configuration itself asks for is known to its author.
        asked = {one.name: one.arguments() for one in system.once(declarations)}
        for kept in system.once(configured):
            own = asked.get(kept.name, {})
            effects = [text for name, text in _effects(kept) if f"x-{name}" not in own]
            if effects:
                yield self.at(
                    Thing("queue", kept.name),
                    severity="info" if _goes_elsewhere(kept) and "expires" not in kept.policy else "warning",
                    policies=f"the polic{'ies' if len(kept.policies) > 1 else 'y'} {' and '.join(kept.policies)}",
                    effects=", and ".join(effects),
                    vhost=server.virtual_host,
                )


def _effects(kept: Kept) -> Iterator[tuple[str, str]]:
    """Each limit of the policies, by its word there, and what it does."""
    policy: Mapping[str, Any] = kept.policy
    away = "moves away" if _goes_elsewhere(kept) else "drops"
    full = "refuses what is sent" if _overflow(kept) in _REJECTS else f"{away} the oldest task"
    if "max-length" in policy:
        yield "max-length", f"{full} once {policy['max-length']} wait"
    if "max-length-bytes" in policy:
        yield "max-length-bytes", f"{full} once {policy['max-length-bytes']} bytes wait"
    if "message-ttl" in policy:
        yield "message-ttl", f"{away} a task that waits {in_words(policy['message-ttl'] / 1000)}"
    if "expires" in policy:
        yield "expires", f"deletes the queue when no worker reads it for {in_words(policy['expires'] / 1000)}"


def _overflow(kept: Kept) -> object:
    return kept.arguments.get("x-overflow", kept.policy.get("overflow"))


def _goes_elsewhere(kept: Kept) -> bool:
    return "dead-letter-exchange" in kept.policy or "x-dead-letter-exchange" in kept.arguments
