"""Whether a task takes what it is called with."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from celerykit.project import Parameters

__all__ = ["mismatch"]


def mismatch(count: int, keywords: AbstractSet[str], takes: Parameters) -> str | None:
    """What is wrong with a call of so many positional arguments and these keywords; None where nothing is.

    "leaves out x", "gives 3 arguments where 2 are taken", "gives x twice", "gives z, which it does
    not take".
    """
    missing = sorted(takes.required - set(takes.names[:count]) - keywords)
    if missing:
        return f"leaves out {', '.join(missing)}"
    if count > len(takes.names) and not takes.args:
        return f"gives {count} argument{'s' if count > 1 else ''} where {len(takes.names)} are taken"
    twice = sorted(keywords & set(takes.names[:count]))
    if twice:
        return f"gives {', '.join(twice)} twice"
    odd = sorted(keywords - set(takes.names) - takes.keywords)
    if odd and not takes.kwargs:
        return f"gives {', '.join(odd)}, which it does not take"
    return None
