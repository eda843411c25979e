"""Lengths of time, as people write them: 30, "30", "30s", "30m", "1h30m", "2 days", timedelta."""

from __future__ import annotations

import re
from datetime import timedelta

__all__ = ["in_words", "seconds"]

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_WORDS = {
    "millisecond": "ms",
    "second": "s",
    "sec": "s",
    "minute": "m",
    "min": "m",
    "hour": "h",
    "hr": "h",
    "day": "d",
    "week": "w",
}
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*")


def seconds(value: object) -> float | int:
    """The length in seconds: of a number of seconds, a text such as "1h30m", or a timedelta.

    Whole seconds come back as an int. Raises ValueError, which names the forms that are understood; never negative.
    """
    if isinstance(value, timedelta):
        return _tidy(value.total_seconds(), value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _tidy(value, value)
    if isinstance(value, str):
        return _tidy(_parsed(value), value)
    raise ValueError(f'{value!r} is not a length of time: write seconds, or a text such as "30m" or "1h30m"')


def _parsed(text: str) -> float:
    stripped = text.strip().lower()
    try:
        return float(stripped)
    except ValueError:
        pass
    total, end = 0.0, 0
    for part in _PART.finditer(stripped):
        unit = part[2] if part[2] in _UNITS else _WORDS.get(part[2].removesuffix("s"), "")
        if part.start() != end or not unit:
            break
        total, end = total + float(part[1]) * _UNITS[unit], part.end()
    if not stripped or end != len(stripped):
        raise ValueError(f'{text!r} is not a length of time: write seconds, or a text such as "30m" or "1h30m"')
    return total


def _tidy(length: float, written: object) -> float | int:
    if not 0 <= length < float("inf"):
        raise ValueError(f"{written!r} is not a length of time: it must be zero or more, and finite")
    return int(length) if length == int(length) else length


def in_words(length: float) -> str:
    """The length as its reader would say it: 5400 → "1 h 30 min"; 0.5 → "0.5 s"."""
    if length < 1 or length != int(length):
        return f"{length:g} s"
    left, parts = int(length), []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:3])
