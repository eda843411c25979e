"""What somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["closest", "did_you_mean"]


def closest(name: str, choices: Iterable[str]) -> str | None:
    """The choice most like `name`, where one is alike enough to be meant; else None.

    Words in another order count as alike: `default_task_queue` is `task_default_queue`.
    """
    import difflib

    pool = sorted(set(choices))
    folded = {choice.lower(): choice for choice in pool}
    if name.lower() in folded:
        return folded[name.lower()]
    words = sorted(name.lower().replace("-", "_").split("_"))
    for choice in pool:
        if sorted(choice.lower().replace("-", "_").split("_")) == words:
            return choice
    found = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.75)
    return folded[found[0]] if found else None


def did_you_mean(name: str, choices: Iterable[str], otherwise: str = "") -> str:
    """A cure for a name that is not known: the closest choice, or the words in `otherwise`."""
    match = closest(name, choices)
    return f"did you mean {match}?" if match else otherwise
