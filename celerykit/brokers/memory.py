"""The memory of one process as a broker: kombu/transport/memory.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.brokers.embedded import POLLING, Embedded
from celerykit.intents import Compiled, Intents, Option, Refusal

__all__ = ["Memory"]


class Memory(Embedded):
    """Queues in a dictionary of the module, seen by the threads of one process only."""

    name = "memory"
    title = "the memory broker"
    schemes = ("memory",)
    options: ClassVar[Mapping[str, Option]] = {**POLLING}

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """What every embedded broker keeps, but for time limits, which Celery keeps by ending a process of its pool."""
        compiled, refused = super().compile(intents, celery=celery, url=url)
        if intents.longest_task is not None:
            fact = "a worker on the memory broker runs its tasks on threads, where Celery ends none that runs too long"
            refused.append(Refusal("longest_task", fact, "leave longest_task out"))
        return compiled, refused

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """Sender and worker in one process."""
        return ("sender and worker in one process, the worker on threads or solo: other processes see no message",)
