"""Crontabs for the tests of rules, as the reader gives them."""

from __future__ import annotations

from typing import Any

from celerykit.project import Opaque, State, Value
from celerykit.values.places import Place
from tests.rules.build import known


def crontab(*items: Any, **keys: Any) -> Value:
    """What `crontab(…)` is, with these arguments."""
    given = ", ".join([*(repr(each) for each in items), *(f"{name}={value!r}" for name, value in keys.items())])
    return Value(
        State.KNOWN,
        Opaque("celery.schedules.crontab", f"crontab({given})"),
        Place("celeryconfig.py", 3),
        text=f"crontab({given})",
        keys={name: known(value) for name, value in keys.items()},
        items=tuple(known(each) for each in items),
    )


def every(schedule: Any, **entry: Any) -> dict[str, Any]:
    """A `beat_schedule` of one entry."""
    return {"a": {"task": "p.add", "schedule": schedule, **entry}}
