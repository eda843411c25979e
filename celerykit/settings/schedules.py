"""The schedule of periodic tasks, from what people write to what beat takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from celerykit.catalogue import keys
from celerykit.settings.conversions import flag, structure, text
from celerykit.settings.shapes import mapping, refuse_unknown, within
from celerykit.values.durations import seconds
from celerykit.values.secrets import shown

__all__ = ["schedule"]

_FIELDS = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")


def schedule(value: object) -> dict[str, Any]:
    """Entries of `beat_schedule` by name, each a mapping with the keys that beat knows.

    The `schedule` of an entry is a length of time ("10m", seconds, a timedelta), `{crontab = "0 4 * * *"}`, the fields
    of a crontab (`{minute = "0", hour = "4"}`), or a schedule object.
    """
    return {name: within(name, _entry, entry) for name, entry in mapping(value).items()}


def _entry(value: object) -> Any:
    if _is_schedule_entry(value):
        return value
    entry = mapping(value)
    refuse_unknown(entry, keys.SCHEDULE_ENTRY)
    for key in ("task", "schedule"):
        if entry.get(key) in (None, "", {}):
            raise ValueError(f"has no {key}")
    for key, convert in _CONVERSIONS.items():
        if key in entry:
            entry[key] = within(key, convert, entry[key])
    return entry


def _is_schedule_entry(value: object) -> bool:
    return not isinstance(value, (str, Mapping)) and hasattr(value, "schedule") and hasattr(value, "task")


def _when(value: object) -> Any:
    parsed = structure(value)
    if isinstance(parsed, Mapping):
        return _crontab(parsed)
    if isinstance(parsed, str) and len(parsed.split()) == len(_FIELDS):
        return _crontab({"crontab": parsed})
    if callable(getattr(parsed, "is_due", None)):
        return parsed
    if isinstance(parsed, timedelta):
        return _interval(parsed, parsed.total_seconds())
    length = seconds(parsed)
    return _interval(length, length)


def _interval(written: Any, length: float) -> Any:
    if length <= 0:
        raise ValueError("is not above zero, and the task would be sent without a pause")
    return written


def _crontab(fields: Mapping[Any, Any]) -> Any:
    if "crontab" in fields:
        if len(fields) > 1:
            raise ValueError("has both a crontab text and fields of one: write one of them")
        fields = _split(text(fields["crontab"]))
    refuse_unknown({str(key): None for key in fields}, keys.CRONTAB)
    if not fields:
        raise ValueError('is empty: write {crontab = "0 4 * * *"}, or a length of time')
    from celery.schedules import ParseException, crontab

    try:
        return crontab(**fields)
    except (ParseException, ValueError, TypeError) as error:
        raise ValueError(f"{shown(dict(fields))} is not a crontab: {error}") from None


def _split(crontab: str) -> dict[str, str]:
    parts = crontab.split()
    if len(parts) != len(_FIELDS):
        order = " ".join(_FIELDS)
        raise ValueError(f"{shown(crontab)} is not a crontab: it has {len(parts)} fields, and needs five: {order}")
    return dict(zip(_FIELDS, parts, strict=True))


def _args(value: object) -> list[Any] | tuple[Any, ...]:
    if isinstance(value, (list, tuple)):
        return value
    raise ValueError(f"is not a list, but of type {type(value).__name__}")


_CONVERSIONS: Mapping[str, Callable[[Any], Any]] = {
    "task": text,
    "schedule": _when,
    "args": _args,
    "kwargs": mapping,
    "options": mapping,
    "relative": flag,
}
