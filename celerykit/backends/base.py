"""The contract of a result backend: who can read from it, what expires by itself, and what a wish becomes on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.intents import Compiled, Intents, Option, Refusal

__all__ = ["Backend"]


class Backend:
    """What celerykit knows of one of Celery's result backends.

    name: ours, and the key of `[backend.<name>]` in a profile. schemes: of the URLs that lead to it (`db` for `db+…`).
    driver: the module it needs, and the line that installs it.
    options: what it reads from result_backend_transport_options.
    any_process: a result can be read by a process that did not send the task. expires: by itself; else beat must clean.
    chords: it can join a chord.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    schemes: ClassVar[tuple[str, ...]]
    driver: ClassVar[tuple[str, str] | None] = None
    options: ClassVar[Mapping[str, Option]] = {}
    any_process: ClassVar[bool] = True
    expires: ClassVar[bool] = True
    chords: ClassVar[bool] = True

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """What the intents become on this backend, and which it cannot keep. celery: the version in force, (5, 7)."""
        raise NotImplementedError
