"""What the brokers without a server have in common: what they keep, and what they cannot."""

from __future__ import annotations

from collections.abc import Mapping

from celerykit.brokers.base import Broker, acknowledgement, time_limits
from celerykit.brokers.stopping import stopping, stops_so
from celerykit.intents import Compiled, Intents, Option, Refusal, Remark

__all__ = ["POLLING", "Embedded"]

# kombu/transport/virtual/base.py: what every polled transport reads.
POLLING: dict[str, Option] = {
    "body_encoding": Option("string", "base64", "how message bodies are encoded"),
    "deadletter_queue": Option("string", None, "where messages without a queue go"),
    "polling_interval": Option("seconds", 1.0, "seconds between two looks at an empty queue"),
}


class Embedded(Broker):
    """A broker that lives in a file or in memory. A message leaves it when a worker takes it, done or not.

    An acknowledgement is noted in the memory of the worker alone (kombu/transport/virtual/base.py, QoS): one that stops
    in order puts back what it holds; one that is killed takes it along.
    """

    embedded = True

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Time limits and at-most-once are kept; a delay of any length is, for as long as its worker lives.

        `publish` becomes nothing: there is no server that could be away.
        """
        stop, refused = stopping(intents, celery)
        compiled = [*time_limits(intents), *stop]
        if intents.delivery == "at-most-once":
            # Nothing is ever delivered twice here, so a worker may hold more than it runs.
            early = acknowledgement(intents, celery)
            compiled += [item for item in early if item.path != ("worker_prefetch_multiplier",)]
        return compiled, [*refused, *self._refused(intents, url)]

    def _refused(self, intents: Intents, url: str) -> list[Refusal]:
        refused = []
        if intents.delivery == "at-least-once":
            fact = f'delivery = "at-least-once", but on {self.title} a killed worker takes its messages along'
            refused.append(Refusal("delivery", fact, "set embedded = true where tasks may be lost"))
        if intents.recover_within is not None:
            fact = f"on {self.title} a killed worker's tasks never come back"
            refused.append(Refusal("recover_within", fact, "leave recover_within out"))
        if intents.priorities:
            fact = f"{self.title} has no priorities: messages are delivered in the order in which they were sent"
            refused.append(Refusal("priorities", fact, "leave priorities out"))
        if intents.replicated or intents.replicated_queues:
            fact = f"{self.title} keeps one copy of its queues: they are gone with it"
            refused.append(Refusal("replicated", fact, "leave replicated out"))
        if intents.tls and _leaves_the_machine(url):
            fact = f"{self.title} speaks TLS as its URL says, and celerykit does not know whether that is verified"
            refused.append(Refusal("tls", fact, "leave tls out, and say it in the URL"))
        return refused

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What a stop takes."""
        return tuple(stops_so(intents, celery))

    def priority(self, name: str, intents: Intents) -> int | None:
        """None: there are no priorities here."""
        return None


def _leaves_the_machine(url: str) -> bool:
    """Whether messages go to a database server; SQLite, files and memory are of this machine."""
    return url.startswith(("sqla", "sqlalchemy")) and "+sqlite" not in url
