"""The servers of the broker and of the results that could not be talked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from celerykit.live.base import NotChecked
from celerykit.live.broker import Attempt, attempts
from celerykit.live.clients import load_clients
from celerykit.live.stores import Opened, openings
from celerykit.live.system import Side, System
from celerykit.live.troubles import Reason, Trouble

__all__ = ["Failure", "failures"]

_OTHERS = "{words}; of the {count} servers that {setting} names, others answer"


@dataclass(frozen=True, slots=True)
class Failure:
    """A server, and its trouble. words: what a finding says. spare: another one of the same setting answers."""

    side: Side
    trouble: Trouble
    words: str
    spare: bool


def failures(system: System, *kinds: Reason) -> Iterator[Failure]:
    """Those of these kinds. Raises NotChecked after the last, where the broker or the results could not be tried."""
    load_clients(system)
    reasons = []
    asks: tuple[Callable[[System], Sequence[Attempt | Opened]], ...] = (attempts, openings)
    for ask in asks:
        try:
            tries = system.once(ask)
        except NotChecked as reason:
            reasons.append(reason)
            continue
        yield from (failure for failure in _failed(tries) if failure.trouble.reason in kinds)
    if reasons:
        raise reasons[0]


def _failed(tries: Sequence[Attempt | Opened]) -> Iterator[Failure]:
    for one in tries:
        if one.trouble is None:
            continue
        same = [each for each in tries if each.side.setting == one.side.setting]
        spare = any(each.trouble is None for each in same)
        words = one.trouble.words
        if spare:
            words = _OTHERS.format(words=words, count=len(same), setting=one.side.setting)
        yield Failure(one.side, one.trouble, words, spare)
