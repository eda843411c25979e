"""Several things in one sentence."""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["few", "waiting"]

# As many as a reader wants to see: enough to recognise what is meant.
_NAMED = 3


def few(names: Collection[str]) -> str:
    """ "a", "a and b", "a, b, c and 4 more"; in the order of `names`."""
    shown = list(names)[:_NAMED]
    if len(names) > _NAMED:
        return f"{', '.join(shown)} and {len(names) - _NAMED} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def waiting(messages: int) -> str:
    """ "1 message waits", "12 messages wait"."""
    return "1 message waits" if messages == 1 else f"{messages} messages wait"
