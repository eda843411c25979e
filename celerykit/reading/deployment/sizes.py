"""Amounts of memory and lengths of time, as deployment files write them."""

from __future__ import annotations

import re

from celerykit.values.durations import seconds

__all__ = ["bytes_of", "length_of"]

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kKMGTPEmb]?)(i?)[bB]?\s*")
_POWERS = {"": 0, "b": 0, "k": 1, "K": 1, "M": 2, "m": 2, "G": 3, "g": 3, "T": 4, "P": 5, "E": 6}


def bytes_of(text: str, *, thousand: int = 1024) -> int | None:
    """ "512m", "4Gi" → bytes; None for what is no amount. thousand: what a unit without an "i" counts."""
    match = _SIZE.fullmatch(text.replace("g", "G"))
    if not match:
        return None
    return int(float(match[1]) * (1024 if match[3] else thousand) ** _POWERS[match[2]])


def length_of(text: str) -> float | int | None:
    """ "1m30s", "90", "5min" → seconds; None for what is no length of time."""
    try:
        return seconds(text)
    except ValueError:
        return None
