"""What became of one task, as far as its broker, its workers and its result store can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import depths
from celerykit.live.redis_search import unacknowledged, waiting
from celerykit.live.settings import broker_side, results_side, setting
from celerykit.live.system import System
from celerykit.live.task_facts import Fact
from celerykit.live.task_holders import holders, revoked
from celerykit.live.task_results import kept_result
from celerykit.live.troubles import trouble
from celerykit.values.durations import in_words, seconds

__all__ = ["Fate", "fate"]

# What counts, of several things that are known of a task.
_ORDER = ("finished", "active", "revoked", "reserved", "scheduled", "queued", "unread", "held", "unfinished")


@dataclass(frozen=True, slots=True)
class Fate:
    """facts: what is known, the chief one first; none where nothing is. may_be: what that can mean, each a sentence.

    not_checked: what could not be looked at, and why. answered: whether anything was.
    """

    task_id: str
    facts: tuple[Fact, ...] = ()
    may_be: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    answered: bool = True

    @property
    def kind(self) -> str:
        """The chief fact's, else "unknown"."""
        return self.facts[0].kind if self.facts else "unknown"


def fate(system: System, task_id: str) -> Fate:
    """What became of the task. In the order in which it goes its way, so that it is not missed while it does."""
    found: list[Fact] = []
    reasons: dict[str, list[str]] = {}
    for what, ask in _QUESTIONS:
        try:
            answer = system.once(partial(ask, task_id=task_id))
        except NotChecked as reason:
            reasons.setdefault(str(reason), []).append(what)
        except Exception as error:
            reasons.setdefault(trouble(error).words, []).append(what)
        else:
            found += (answer,) if isinstance(answer, Fact) else answer or ()
    answered = sum(map(len, reasons.values())) < len(_QUESTIONS)
    found.sort(key=lambda fact: _ORDER.index(fact.kind))
    may_be = tuple(_may_be(system, found)) if answered and (not found or found[0].kind == "unfinished") else ()
    not_checked = [*(f"{', '.join(parts)}: {reason}" for reason, parts in reasons.items()), *_unseen(system)]
    return Fate(task_id, tuple(_told_once(found)), may_be, tuple(not_checked), answered)


_QUESTIONS: Sequence[tuple[str, Callable[..., Any]]] = (
    ("queues", waiting),
    ("messages that workers hold", unacknowledged),
    ("workers", holders),
    ("revoked tasks", revoked),
    ("results", kept_result),
)


def _told_once(found: Sequence[Fact]) -> Iterator[Fact]:
    """That a worker has it, it has said itself, and better."""
    said = {fact.kind for fact in found} & {"active", "reserved", "scheduled"}
    return (fact for fact in found if fact.kind != "held" or not said)


def _unseen(system: System) -> Iterator[str]:
    """That waiting messages cannot be looked into, with how many wait."""
    try:
        if system.once(broker_side).speaks == "redis":
            return
        waiting_now = {name: depth.ready for name, depth in system.once(depths).items() if depth.ready}
    except NotChecked as reason:
        yield f"queues: {reason}"
        return
    counts = ", ".join(f"{count} in {name}" for name, count in waiting_now.items()) or "none"
    yield f"queues: what waits there cannot be looked at without taking it; waiting now: {counts}"


def _may_be(system: System, found: Sequence[Fact]) -> Iterator[str]:
    """What it can mean that nobody has it, with what is known of each."""
    if found:
        yield f"the worker that had it was killed, or does not answer: it said {found[0].about.get('state')}"
        yield "it will be retried, by a worker that does not answer"
        return
    yield "it was never sent: the id is another one, or publishing failed"
    broker = system.once(broker_side).thing.name
    yield f"it was sent to another broker or database than {broker}, or under another prefix"
    yield from _without_result(system)
    yield "another app's worker on the same queue has discarded it, as unregistered, and kept that in its own results"
    if not setting(system.project, "task_acks_late"):
        yield "the worker that had it was killed: with task_acks_late off, such a task is lost"


def _without_result(system: System) -> Iterator[str]:
    side = system.once(results_side)
    if side is None:
        yield "it has run: no result backend is configured, so that nothing is kept"
    elif side.url.startswith(("rpc", "amqp")):
        yield "it has run: its result went to its sender by rpc, and nobody else can see it"
    elif setting(system.project, "task_ignore_result"):
        yield "it has run: task_ignore_result is on, so that nothing is kept"
    else:
        expires = setting(system.project, "result_expires")
        kept = f", longer ago than {in_words(seconds(expires))} (result_expires)" if expires else ""
        yield f"it has run{kept}, or its result was deleted, or is ignored (ignore_result on the task)"
        yield f"it runs with another result backend than {side.thing.name}"
