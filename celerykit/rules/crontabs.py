"""What the fields of a crontab mean, as Celery reads them (celery/schedules.py, crontab and crontab_parser)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["DAYS_IN_MONTH", "LIMITS", "expanded", "misleading"]

# Of each field: the smallest number and the largest.
LIMITS: Mapping[str, tuple[int, int]] = {
    "minute": (0, 59),
    "hour": (0, 23),
    "day_of_week": (0, 6),
    "day_of_month": (1, 31),
    "month_of_year": (1, 12),
}
# February has 29, in some years.
DAYS_IN_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A name is told by its first three letters, a month before a day, in every field.
_NAMED = {name: number for number, name in enumerate(_WEEKDAYS)} | {
    name: number for number, name in enumerate(_MONTHS, 1)
}
_STEP = re.compile(r"\*/(\d+)")
# Blanks beside a comma do no harm.
_SEVERAL = re.compile(r"[^,\s]\s+[^,\s]")
_UNITS = {"minute": "hour", "hour": "day"}
_RANGE_STEPS = re.compile(r"(\w+?)-(\w+)/(\w+)?")
_RANGE = re.compile(r"(\w+?)-(\w+)")
_STAR_STEPS = re.compile(r"\*/(\w+)?")


def expanded(name: str, value: object) -> frozenset[int]:
    """The numbers that a field stands for.

    Raises ValueError, with the reason, where Celery raises ValueError, TypeError or ParseException.
    """
    low, high = LIMITS[name]
    if isinstance(value, int):
        numbers: Iterable[object] = (value,)
    elif isinstance(value, str):
        numbers = _parsed(value, low, high)
    elif isinstance(value, (list, tuple, set, frozenset)):
        numbers = value
    else:
        raise ValueError(f"a {type(value).__name__} is neither a number, a text nor a list")
    for number in numbers:
        if not isinstance(number, (int, float)):
            raise ValueError(f"{number!r} in a list is no number")
        if not low <= number <= high:
            raise ValueError(f"{number} is not between {low} and {high}")
    return frozenset(int(number) for number in numbers if isinstance(number, (int, float)))


def _parsed(text: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        if not part:
            raise ValueError("a part of it is empty")
        found.update(_part(part, low, high))
    return found


def _part(part: str, low: int, high: int) -> list[int]:
    every = list(range(low, high + 1))
    if match := _RANGE_STEPS.match(part):
        return _between(match[1], match[2], low, high)[:: _step(match[3])]
    if match := _RANGE.match(part):
        return _between(match[1], match[2], low, high)
    if match := _STAR_STEPS.match(part):
        return every[:: _step(match[1])]
    return every if part == "*" else [_number(part, low, high)]


def _between(first: str, last: str, low: int, high: int) -> list[int]:
    start, end = _number(first, low, high), _number(last, low, high)
    # It goes round: fri-mon.
    return list(range(start, end + 1)) if start <= end else [*range(start, high + 1), *range(low, end + 1)]


def _step(text: str | None) -> int:
    if not text or not text.isdecimal() or int(text) == 0:
        raise ValueError(f"{text or 'nothing'} is no step")
    return int(text)


def _number(text: str, low: int, high: int) -> int:
    if text.startswith("-"):
        raise ValueError(f"{text} is negative")
    try:
        number = int(text)
    except ValueError:
        named = _NAMED.get(text[:3].lower())
        if named is None:
            raise ValueError(f"'{text}' is neither a number nor a name") from None
        number = named
    if not low <= number <= high:
        raise ValueError(f"{text} is not between {low} and {high}")
    return number


def misleading(name: str, value: object, numbers: frozenset[int]) -> tuple[str, str] | None:
    """What a field means that seems to mean something else, and how to write that."""
    if not numbers:
        return "empty, so never due", "name a number, or leave the field out"
    if not isinstance(value, str):
        return None
    if _SEVERAL.search(value):
        return "read up to its first blank", "give each field by its own name"
    step = _STEP.fullmatch(value)
    if step and name in _UNITS:
        size = LIMITS[name][1] + 1
        if size // 2 < int(step[1]) != size:
            when = " and ".join(str(number) for number in sorted(numbers))
            return f"{name} {when} of every {_UNITS[name]}", f"timedelta({name}s={step[1]})"
    if name in {"day_of_week", "month_of_year"}:
        odd = next((part for part in re.findall(r"[A-Za-z]{3,}", value) if not _is_named(part, name)), None)
        if odd:
            return f"{name} {min(numbers)}: {odd} is no name of one", "write a number, or a name of that kind"
    return None


def _is_named(part: str, field: str) -> bool:
    """Whether a name in a field is one of that field's own: a weekday's for days of the week, a month's for months."""
    own = {"day_of_week": _WEEKDAYS, "month_of_year": _MONTHS}.get(field, ())
    return part[:3].lower() in own
