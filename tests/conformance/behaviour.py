"""A behaviour: what is promised, and how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tests.conformance.lab import Lab

__all__ = ["READ", "Behaviour", "DoesNotApply", "NotKept", "Refused", "expect", "times"]

# What a behaviour wants whose results are read by the process that sent the tasks.
READ: Mapping[str, object] = {"results": "caller"}


class NotKept(AssertionError):
    """The promise was not kept; the text says what was seen instead."""


class Refused(Exception):
    """It was not kept, as celerykit says when it loads the profile; the text says both."""


class DoesNotApply(Exception):
    """There is nothing to try here; the text says why."""


def expect(held: object, seen: str, said: str = "") -> None:
    """Raises NotKept, with what was seen, unless it held; Refused where celerykit said at load that it would not."""
    if held:
        return
    if said:
        raise Refused(f"{seen}; at load celerykit says: {said}")
    raise NotKept(seen)


def times(count: int) -> str:
    """How often, in words."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One promise.

    attempt: tries it; its docstring is the promise, what it returns is a note for the docs. depends: "pair" where the
    backend matters, else it is tried once on each broker. wants: intents without which there is no such promise; where
    celerykit refuses one, that is the answer. own: it starts workers of its own, so that others may run meanwhile.
    quick: it is part of `make test`. limit: seconds that it may take.
    """

    name: str
    attempt: Callable[[Lab], str | None]
    depends: Literal["broker", "pair"] = "broker"
    wants: Mapping[str, object] = field(default_factory=dict)
    own: bool = False
    quick: bool = False
    limit: float = 90.0

    @property
    def promise(self) -> str:
        """The sentence for the docs."""
        return " ".join((self.attempt.__doc__ or "").split())
