"""The contract of a result backend: who can read from it, what expires by itself, and what a wish becomes on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from celerykit.intents import Compiled, Intents, Option, Refusal

__all__ = ["Backend", "keeping"]


class Backend:
    """What celerykit knows of one of Celery's result backends.

    name: ours, and the key of `[backend.<name>]` in a profile. schemes: of the URLs that lead to it (`db` for `db+…`).
    driver: the module it needs, and the line that installs it.
    options: what it reads from result_backend_transport_options.
    expires: results go away by themselves; else beat must clean.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    schemes: ClassVar[tuple[str, ...]]
    driver: ClassVar[tuple[str, str] | None] = None
    options: ClassVar[Mapping[str, Option]] = {}
    expires: ClassVar[bool] = True
    # Paths of what it compiles that works only where celerykit is installed: an exported config leaves them out.
    needs_celerykit: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def compile(self, intents: Intents, *, celery: tuple[int, ...], url: str) -> tuple[list[Compiled], list[Refusal]]:
        """What the intents become on this backend, and which it cannot keep. celery: the version in force, (5, 7)."""
        raise NotImplementedError

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """What must run besides for the intents to hold."""
        if intents.keep_results is None or self.expires:
            return ()
        # celery/beat.py, install_default_entries; the task runs at 4 o'clock in the configured time zone.
        return ("celery beat, which deletes expired results once a day: else they stay for ever",)


def keeping(intents: Intents) -> list[Compiled]:
    """What `results` and `keep_results` become on every backend: whether results are stored, and for how long."""
    compiled = []
    if intents.results is not None:
        compiled.append(Compiled(("task_ignore_result",), intents.results == "none", "results"))
    if intents.keep_results is not None:
        compiled.append(Compiled(("result_expires",), intents.keep_results, "keep_results"))
    return compiled
