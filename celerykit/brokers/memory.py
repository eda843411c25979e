"""The memory of one process as a broker: kombu/transport/memory.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.brokers.embedded import POLLING, Embedded
from celerykit.intents import Intents, Option

__all__ = ["Memory"]


class Memory(Embedded):
    """Queues in a dictionary of the module, seen by the threads of one process only."""

    name = "memory"
    title = "the memory broker"
    schemes = ("memory",)
    options: ClassVar[Mapping[str, Option]] = {**POLLING}

    def needs(self, intents: Intents, settings: Mapping[str, object]) -> tuple[str, ...]:
        """Sender and worker in one process."""
        return ("sender and worker in one process, the worker on threads or solo: other processes see no message",)
