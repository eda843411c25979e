"""The contract of a result backend: who can read from it, what expires by itself, and what a wish becomes on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from celerykit.intents import Compiled, Intents, Option, Refusal, Remark
from celerykit.values.durations import in_words

if TYPE_CHECKING:
    from celerykit.services import Service

__all__ = ["Backend", "keeping", "said_of_tls", "starts_told", "too_long"]

# Seconds: a thousand years. Cleaning up subtracts the length from today, and no date is before the year 1.
_OLDEST = 1000 * 365 * 24 * 60 * 60


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

    def beside(self, broker: str, intents: Intents) -> list[Refusal]:
        """What it cannot keep beside the broker of this name, though it could beside another."""
        return []

    def tells(self, intents: Intents, settings: Mapping[str, object], *, celery: tuple[int, ...]) -> tuple[Remark, ...]:
        """What a user should know of how this backend keeps the intents; said at load and by `show`."""
        return ()

    def service(self, intents: Intents, settings: Mapping[str, object]) -> Service | None:
        """The server that holds the results, for a compose file; None where there is none to run."""
        return None

    def needs(self, intents: Intents) -> tuple[str, ...]:
        """What must run besides for the intents to hold."""
        if intents.keep_results is None or intents.results == "none" or self.expires:
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


def too_long(intents: Intents) -> list[Refusal]:
    """The refusal of a keep_results that a store cannot count back from today; of stores that delete by date."""
    if intents.keep_results is None or intents.keep_results <= _OLDEST:
        return []
    fact = f"results are deleted by date, and no date is {in_words(intents.keep_results)} ago"
    return [Refusal("keep_results", fact, f'set keep_results to "{_OLDEST // 86400}d" or less')]


def starts_told(intents: Intents, settings: Mapping[str, object]) -> tuple[Remark, ...]:
    """What the state STARTED risks where the store is asked once or a few times, and Celery gives up.

    celery/app/trace.py, trace_task: what is raised there counts as the task's own error.
    """
    if intents.delivery != "at-least-once" or intents.results == "none" or not settings.get("task_track_started"):
        return ()
    text = (
        "a task that begins while the results are out of reach is taken for a failed one, and does not run: "
        "task_track_started = false has it run"
    )
    return (Remark("delivery", text, "warning"),)


def said_of_tls(intents: Intents) -> str:
    """The intents about TLS that somebody said, as `Compiled.intent` names them."""
    names = ("tls", "tls_ca", "tls_certificate", "tls_key")
    return ", ".join(name for name in names if getattr(intents, name))
