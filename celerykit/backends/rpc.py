"""Results sent back to the caller as messages: celery/backends/rpc.py."""

from __future__ import annotations

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Refusal

__all__ = ["Rpc"]


class Rpc(Backend):
    """A reply queue for each sender. Nobody else can ask, and chords do not work."""

    name = "rpc"
    title = "rpc"
    schemes = ("rpc",)

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Results reach their sender only; "poll" is refused, as every other process would see PENDING for ever."""
        if intents.results != "poll":
            return keeping(intents), []
        fact = 'results = "poll", but rpc:// sends a result to the process that sent the task: any other sees PENDING'
        cure = 'use a store that any process can read (redis://…, db+postgresql://…), or say results = "caller"'
        return keeping(intents), [Refusal("results", fact, cure)]
