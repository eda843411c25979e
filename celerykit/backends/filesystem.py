"""Results in a folder: celery/backends/filesystem.py."""

from __future__ import annotations

from celerykit.backends.base import Backend, keeping
from celerykit.intents import Compiled, Intents, Refusal

__all__ = ["Filesystem"]


class Filesystem(Backend):
    """A file a result. Celery deletes expired files when beat runs, not before."""

    name = "filesystem"
    title = "the filesystem"
    schemes = ("file",)
    expires = False

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """Keeps what is wished, for every process that sees the folder."""
        return keeping(intents), []

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """The folder, which Celery does not make; and beat."""
        if intents.results == "none":
            return ()
        return ("the folder of the results, there before the worker starts", *super().needs(intents))
